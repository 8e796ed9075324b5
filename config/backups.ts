import app from '@adonisjs/core/services/app'
import env from '#start/env'

const words = (text = '') => text.split(',').flatMap((word) => word.trim() || [])

const backupsConfig = {
  /** Undefined in production without BACKUP_DIR. */
  folder: env.get('BACKUP_DIR') ?? (app.inProduction ? undefined : app.makePath('tmp/backups')),

  /** Public age keys; the owner of a matching identity can read the backups. */
  recipients: words(env.get('BACKUP_RECIPIENTS')),
  identityFile: env.get('BACKUP_IDENTITY_FILE'),

  /** An account that may create databases, if the API's own may not. */
  databaseUrl: (env.get('BACKUP_DATABASE_URL') ?? env.get('DATABASE_URL')).release(),

  /** The only folder to search for pg_dump and pg_restore. */
  programs: env.get('POSTGRES_PROGRAMS'),

  keep: {
    daily: env.get('BACKUP_KEEP_DAILY'),
    weekly: env.get('BACKUP_KEEP_WEEKLY'),
    monthly: env.get('BACKUP_KEEP_MONTHLY'),
  },
}

export default backupsConfig
