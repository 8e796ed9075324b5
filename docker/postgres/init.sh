#!/usr/bin/env bash
# Runs once, when the data directory is made: the app owns its database and nothing else.
set -euo pipefail

psql -v ON_ERROR_STOP=1 -p 5432 -U "$POSTGRES_USER" -d postgres -v password="$PLAZA_DB_PASSWORD" <<'SQL'
create role plaza login password :'password';
create database plaza owner plaza;
revoke connect on database plaza from public;
SQL
