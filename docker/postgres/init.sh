#!/usr/bin/env bash
# Runs once, when the data directory is made: the app owns its database and nothing else. Backups
# have an account of their own, which may create databases too: to try a backup out, and to restore
# one beside what it takes the place of.
set -euo pipefail

psql -v ON_ERROR_STOP=1 -p 5432 -U "$POSTGRES_USER" -d postgres <<'SQL'
\getenv password PLAZA_DB_PASSWORD
\getenv backup_password PLAZA_BACKUP_PASSWORD
create role plaza login password :'password';
create role plaza_backup login createdb password :'backup_password' in role plaza;
create database plaza owner plaza;
revoke connect on database plaza from public;
SQL
