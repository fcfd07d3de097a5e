-- One predictor serves a target for each search space and model configuration.
DROP INDEX predictors_promoted;
CREATE UNIQUE INDEX predictors_promoted ON predictors (target, search_space, dataset, batch, model_precision, graph_variant) WHERE promoted;
