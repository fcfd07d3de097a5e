-- The search space of an imported table. Tables from before hold architectures of NAS-Bench-201, the only space then.
ALTER TABLE imported_targets ADD COLUMN search_space TEXT COLLATE "C" NOT NULL DEFAULT 'nas-bench-201';
