-- What proves who someone is: keys that sign access tokens, and hashes of operators' keys.
create schema security;

create table security.signing_keys (
    kid text primary key,
    sealed_jwk bytea not null, -- both parts, under the master key
    created_at timestamptz not null default now(),
    activates_at timestamptz not null, -- signs from here until the next key does
    retires_at timestamptz -- verifies until here; null for the newest
);
-- There is one newest key.
create unique index signing_keys_newest on security.signing_keys ((true)) where retires_at is null;

create table security.operator_keys (
    hash bytea primary key, -- SHA-256 of the whole key
    created_at timestamptz not null default now()
);

grant usage on schema security to perennial_vault;
-- The private part of a retired key is worth deleting.
grant select, insert, update (retires_at), delete on security.signing_keys to perennial_vault;
grant select, insert on security.operator_keys to perennial_vault;
