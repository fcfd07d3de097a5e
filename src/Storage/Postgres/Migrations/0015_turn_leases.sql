-- What only one replica does at a time and takes long is held by a lease, by the clock of this server: a transaction that stays open for it
-- would keep a connection, which a pooler has few of. A holder renews its lease; one that has died loses it.
CREATE TABLE turn_leases (
    turn                BIGINT PRIMARY KEY,
    holder              TEXT COLLATE "C" NOT NULL,
    expires_at          BIGINT NOT NULL
);
