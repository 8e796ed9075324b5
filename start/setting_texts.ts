import type { variables } from '#start/env'

/** The effect of each variable, in the words of the README. */
export const settingTexts: Record<keyof typeof variables, string> = {
  NODE_ENV: 'With production, Plaza refuses to start without the variables marked *',
  HOST: 'The address to listen on',
  PORT: 'The port to listen on',
  APP_URL:
    'The public address. It is the issuer and the audience of the tokens. If it has a path, links begin with that path',
  LOG_LEVEL: 'trace, debug, info, warn, error, fatal or silent',
  WEB_CONCURRENCY:
    'The number of workers that bin/cluster.js starts. cores means one for each core',
  JOBS: 'Where jobs run: in a process of their own, in each worker, or nowhere on this machine (off). bin/server.js runs them itself',
  JOBS_HEAP: 'The heap of the process of jobs in megabytes',
  APP_KEY:
    'At least 32 characters. Keys derived from it sign cursors, refresh tokens and digests. A new one ends all sessions, personal tokens and second factors',
  JWT_KEYS:
    'The keys of access tokens: id:secret, separated by commas, newest first. The first key signs; all of them verify',
  JWT_LIFETIME: 'How long an access token lives',
  SESSION_LIFETIME: 'How long a session lives without a refresh: a year from the sign-in at most',
  DATABASE_URL: 'postgres://user:password@host:5432/database, PostgreSQL 15 or newer',
  DB_POOL_MAX:
    'The connections of this machine. The process of jobs takes four, and the workers share the others (two each at least). Each worker has one more for short reads, one more while it takes an upload in parts, the process of jobs up to two more for its queue, and each without Redis one for NOTIFY. One more holds the leader lock of timed work',
  DB_ACQUIRE_TIMEOUT: 'How long a request waits for a connection before Plaza answers 503',
  DB_STATEMENT_TIMEOUT: 'How long PostgreSQL works on a statement before it cancels it',
  DB_MIGRATION_TIMEOUT: 'The same for a statement of a migration. 0 means no limit',
  REDIS_URL:
    'redis:// or rediss://. Without Redis, or while it is away or full, PostgreSQL counts the limits. Without Redis, workers notify each other with NOTIFY',
  CACHE_LIFETIME: 'How long a worker caches anything, a minute at most. 0 switches the cache off',
  SITE_NAME: 'The name of the site, in mails and feeds',
  SITE_URL: 'The address of the site that people visit, in mails and feeds',
  SITE_DESCRIPTION: 'A description of the site, for GET /instance and front ends',
  SITE_RULES:
    'The rules of use, separated by vertical bars, for GET /instance: up to 20 of 300 characters',
  SITE_CONTACT: 'An e-mail or a page to reach the operators of the site, for GET /instance',
  SITE_LANGUAGE:
    'The language whose word forms a search matches, beside English and Russian: de, fr … (ISO 639-1). After a change, all posts are indexed again in the background',
  SITE_POST_URL:
    'The page of your site that shows a post, in feeds and sitemaps: https://site.example/{type}/{slug}. {id} and {language} are possible, too',
  SITE_AUTHOR_URL:
    'The page of your site about an author, in feeds: https://site.example/people/{username}, or with {id}',
  SITE_TAG_URL: 'The page of your site about a tag, in feeds: https://site.example/tags/{slug}',
  SITE_CONFIRM_URL:
    'The page of your site where an e-mail is confirmed, such as https://site.example/confirm#token={token}',
  SITE_RESET_URL:
    'The page of your site where a forgotten password is set anew, such as https://site.example/reset#token={token}',
  SITE_INVITE_URL:
    'The page of your site where an invite is used, such as https://site.example/invite#token={token}',
  SITE_UNDO_URL:
    'The page of your site where a change of the e-mail is undone, such as https://site.example/undo#token={token}',
  SITE_TERMS_URL: 'The page where people read the terms',
  TERMS_VERSION:
    'The version of the terms that a sign-up accepts, such as 2026-12-01. A user must accept a new version before the next write',
  SIGNUP:
    'Who may sign up: open (everybody), approval (staff decide), invite (holders of an invite), or closed (staff make accounts)',
  VERIFY_EMAIL:
    'Whether an account exists before its e-mail is confirmed: required (it does not), optional (it does, and a mail asks for it), or off',
  POSTING:
    "Who publishes posts: members (everybody), or authors. With authors, a member's POST /posts is 403; members comment and vote",
  REQUIRE_2FA:
    'Who needs a second factor: none, staff or all. Without one, those accounts can only set one up',
  LOCAL_LOGIN:
    'Whether users can sign in with a password: on, or off. With off, users sign in at an issuer or by a passkey, and no sign-up has a password',
  OIDC_REDIRECT_URIS:
    'The addresses that a sign-in at an issuer may lead back to, separated by commas, letter for letter. The studio needs none',
  TAGS: 'Who makes tags: open (a post makes the tags that it names), or curated (holders of tags.manage)',
  REVISIONS_KEEP: 'The most revisions of a post, beside those with keep',
  TRASH_KEEP: "How long a post stays in its author's trash before it is deleted for good",
  SCHEDULE_GRACE: 'How late a post with on_missed: hold may be published. A later one is held',
  PREVIEW_URL:
    'The link of a preview: a page of your site, such as https://site.example/preview?token={token}',
  MAIL_URL:
    'The server that sends mails: smtps://user:password@host:465, or smtp:// with STARTTLS. See accounts',
  MAIL_FROM: 'The sender of mails: Plaza <no-reply@example.org>. Needed with MAIL_URL',
  BOUNCES_KEY: 'The key for reports of bounced mails: POST /hooks/bounces',
  WEBHOOK_ALLOW:
    'Addresses and networks inside (10.0.0.0/8) that webhooks may call, separated by commas',
  MEDIA_DIR: 'The folder of uploaded files',
  MEDIA_URL:
    'Another public address of this API, for the files alone: https://media.example.org. A host of their own keeps them apart from the pages of the site',
  MEDIA_QUOTA: 'How much each user may upload in all',
  MEDIA_FORMATS:
    'The formats of the copies of pictures: webp, or webp,avif for pages with <picture>. AVIF is a third to a half smaller, and takes the process of jobs four times as long: media',
  MEDIA_S3_BUCKET:
    'A private bucket of S3 or of a server that speaks it, for uploaded files. MEDIA_DIR keeps only those on their way then: media',
  MEDIA_S3_REGION: 'The region of the bucket',
  MEDIA_S3_ENDPOINT: 'The server of the bucket: https://s3.example.org',
  MEDIA_S3_ACCESS_KEY: 'The id of the key for the bucket',
  MEDIA_S3_SECRET_KEY: 'The secret of that key, or file: with the path of a file that has it',
  MEDIA_S3_SERVE:
    'How readers get the files of the bucket: from the API (proxy), or from the bucket, by an address that works for a minute (redirect)',
  CORS_ORIGINS: 'The origins that browsers may call from, separated by commas',
  TRUSTED_PROXIES:
    'The proxies whose X-Forwarded-For Plaza trusts: addresses, networks (10.0.0.0/8), loopback, uniquelocal, separated by commas',
  BODY_LIMIT: 'The largest request body',
  METRICS_TOKEN: 'A client with this token may read /metrics from another machine',
  OVERLOAD_LAG:
    'When the event loop is delayed by more than this, a worker refuses requests with 503 until it keeps up again',
  OVERLOAD_POOL_WAIT:
    'When requests wait longer than this for a connection to PostgreSQL, a worker refuses those that need one, until it keeps up again',
  LIMIT_LOGIN: 'Failed logins for one name (user name or e-mail) from one address',
  LIMIT_LOGIN_ACCOUNT:
    'Failed logins for one name from all addresses. It never locks out a user who is signed in',
  LIMIT_LOGIN_IP: 'Failed logins from one address',
  LIMIT_SIGNUP: 'Sign-ups from one address',
  LIMIT_MAIL: 'Requests for mails without a session, to one e-mail',
  LIMIT_MAIL_IP: 'Requests for mails without a session, from one address',
  PASSKEY_RP_ID: 'The domain that passkeys belong to. After a change the old ones are lost',
  PASSKEY_ORIGINS: 'The origins of the pages that may ask for passkeys, between commas',
  LIMIT_SECOND_FACTOR:
    'Wrong codes of the second factor of one account, recovery codes too, from all addresses',
  LIMIT_OIDC: 'Sign-ins at issuers that one address begins',
  LIMIT_EMAIL_CHANGE: 'Attempts to change the e-mail of one account',
  LIMIT_WRITE:
    'Writes of one user. From a limit of 200 on, each worker reserves a hundredth of it at a time',
  LIMIT_UPLOAD: 'Uploads of one user',
  BACKUP_DIR: 'The folder of the backups',
  BACKUP_DATABASE_URL:
    'The same database, with an account that may create databases. plaza backup verify and restore use it',
  BACKUP_RECIPIENTS: 'Public keys of age, separated by commas. Backups are encrypted for them',
  BACKUP_IDENTITY_FILE: 'The private key that decrypts backups, if this machine may have it',
  BACKUP_KEEP_DAILY: 'How many daily backups are kept',
  BACKUP_KEEP_WEEKLY: 'How many weekly backups are kept',
  BACKUP_KEEP_MONTHLY: 'How many monthly backups are kept',
  POSTGRES_PROGRAMS:
    'The folder of pg_dump and pg_restore. Without it, Plaza takes the best version in /usr/lib/postgresql and on the PATH',
}

/** Their values are never shown. */
export const secretSettings: ReadonlySet<string> = new Set([
  'APP_KEY',
  'JWT_KEYS',
  'DATABASE_URL',
  'REDIS_URL',
  'MAIL_URL',
  'BOUNCES_KEY',
  'MEDIA_S3_ACCESS_KEY',
  'MEDIA_S3_SECRET_KEY',
  'METRICS_TOKEN',
  'BACKUP_DATABASE_URL',
])
