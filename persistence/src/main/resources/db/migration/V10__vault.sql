-- Keys of people. The server may make and destroy them, never delete the trace that one was destroyed.
create schema vault;

create table vault.subject_keys (
    tenant text not null,
    subject text not null,
    wrapped bytea, -- the data key under the master key; null for ever once destroyed
    created_at timestamptz not null default now(),
    destroyed_at timestamptz,
    primary key (tenant, subject),
    check ((wrapped is null) = (destroyed_at is not null))
);

-- One row: a digest that only the right master key gives.
create table vault.master_key_check (
    only_row boolean primary key default true check (only_row),
    digest bytea not null
);

grant usage on schema vault to perennial_vault;
grant select, insert, update (wrapped, destroyed_at) on vault.subject_keys to perennial_vault;
grant select, insert on vault.master_key_check to perennial_vault;
