-- Orders about projections, and the audit of what is done at once.
alter table operation.directives
    drop constraint directives_kind_check,
    add check (kind in ('pause', 'drain', 'pin-shard', 'pin-tenant', 'move', 'pause-projection', 'rebuild-view'));
alter table operation.audit
    drop constraint audit_action_check,
    add check (action in ('give', 'withdraw', 'fulfil', 'act')),
    add column detail text not null default ''; -- of what was done at once

-- Operators turn reactions back, in the transaction that records it.
grant usage on schema projection to perennial_operation;
grant select, insert, update, delete on projection.offsets to perennial_operation;
grant select on projection.views to perennial_operation;
