#!/bin/sh
# Run once by the image of PostgreSQL: the service's login role owns its database and may make roles, and is no superuser.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$POSTGRES_PASSWORD" --username postgres <<'SQL'
create role taskpact login createrole password :'password';
create database taskpact owner taskpact;
SQL
