#!/usr/bin/env bash
# Runs once, when the data directory is created. The app owns only its database. Backups have their own
# account, which may also create databases. It needs that to test a backup, and to restore one beside
# the old database.
set -euo pipefail

psql -v ON_ERROR_STOP=1 -p 5432 -U "$POSTGRES_USER" -d postgres <<'SQL'
\getenv password PLAZA_DB_PASSWORD
\getenv backup_password PLAZA_BACKUP_PASSWORD
create role plaza login password :'password';
create role plaza_backup login createdb password :'backup_password' in role plaza;
create database plaza owner plaza;
revoke connect on database plaza from public;
SQL
