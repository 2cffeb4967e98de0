#!/bin/sh
# Run once by the image of PostgreSQL: the service's login role owns its database and may make roles, and is no superuser. It may take
# the role that sees every row, for backups.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/service-password)" --username postgres <<'SQL'
create role taskpact login createrole password :'password';
create database taskpact owner taskpact;
create role taskpact_backup nologin bypassrls;
grant pg_read_all_data to taskpact_backup;
grant taskpact_backup to taskpact;
SQL
