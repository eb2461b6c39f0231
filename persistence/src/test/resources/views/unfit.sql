create table counters (
    tenant     text        not null,
    id         text        not null,
    revision   bigint      not null,
    state      jsonb       not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant, id)
);
