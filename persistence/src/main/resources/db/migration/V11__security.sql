-- What proves who someone is: keys that sign access tokens, and hashes of operators' keys.
create schema security;

create table security.signing_keys (
    kid text primary key,
    public_jwk text not null,
    wrapped_jwk bytea not null, -- with the private part, under the master key
    created_at timestamptz not null,
    activates_at timestamptz not null, -- signs from here until the next key does
    retires_at timestamptz -- verifies until here; null while no successor is planned
);

create table security.operator_keys (
    hash bytea primary key, -- SHA-256 of the whole key
    created_at timestamptz not null default now()
);

grant usage on schema security to perennial_vault;
-- The private part of a key that has long retired is worth deleting.
grant select, insert, update (activates_at, retires_at), delete on security.signing_keys to perennial_vault;
grant select, insert on security.operator_keys to perennial_vault;
