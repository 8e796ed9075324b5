import { availableParallelism } from 'node:os'
import { Env } from '@adonisjs/core/env'
import {
  address,
  count,
  duration,
  durationOrZero,
  insideNetworks,
  language,
  milliseconds,
  networks,
  oneOf,
  optionalAddress,
  optionalSecret,
  origins,
  previewLink,
  rate,
  secret,
  signingKeysSecret,
  size,
} from '#start/env_rules'
import {
  mailSender,
  mailServer,
  siteName,
  tokenLink,
  verification,
  webAddress,
} from '#start/mail_rules'
import { bucket, copyFormats, endpoint, partOfKey, region } from '#start/media_rules'
import { localLogin, redirectUris } from '#start/oidc_rules'
import { domain, pageOrigins } from '#start/passkey_rules'
import { siteContact, siteLink, siteRules, siteText, termsVersion } from '#start/site_rules'

const cores = availableParallelism()
const isProduction = process.env.NODE_ENV === 'production'
const postgres: Parameters<typeof address> = [
  ['postgres:', 'postgresql:'],
  'postgres://user:password@host:5432/database',
]
const redis: Parameters<typeof address> = [['redis:', 'rediss:'], 'redis://:password@host:6379/0']
const database = address(...postgres)
const maybeDatabase = optionalAddress(...postgres)
const maybeRedis = isProduction ? address(...redis) : optionalAddress(...redis)
const maybePreviewLink = previewLink()
const maybeConfirmLink = tokenLink('confirm')
const maybeResetLink = tokenLink('reset')
const maybeInviteLink = tokenLink('invite')
const maybeUndoLink = tokenLink('undo')
const webhookNetworks = insideNetworks()
const maybeMediaUrl = webAddress()
const maybeBucket = bucket()
const maybeEndpoint = endpoint()
const maybeAccessKey = partOfKey('MEDIA_S3_SECRET_KEY')
const maybeSecretKey = partOfKey('MEDIA_S3_ACCESS_KEY')
const maybeBouncesKey = optionalSecret(16)
const maybeVerification = verification()
const maybeSiteUrl = webAddress()
const maybeTermsUrl = webAddress()
const maybeDescription = siteText(500)
const maybeRules = siteRules()
const maybeContact = siteContact()
const maybePostLink = siteLink('post')
const maybeAuthorLink = siteLink('author')
const maybeTagLink = siteLink('tag')
const maybeTermsVersion = termsVersion()
const maybeDomain = domain()
const maybeOrigins = pageOrigins()
const maybeLocalLogin = localLogin()
const signInAddresses = redirectUris()
const maybeMailServer = mailServer()
const maybeSender = mailSender()

/** Rules and defaults; README.md explains the variables. Production requires those for state and secrets. */
export const variables = {
  NODE_ENV: Env.schema.enum(['development', 'production', 'test'] as const, {
    message: 'NODE_ENV must be development, production or test',
  }),
  HOST: Env.schema.string({
    format: 'host',
    message: 'HOST must be the address to listen on: 127.0.0.1 behind a proxy, 0.0.0.0 for all',
  }),
  PORT: count(3333, { min: 0, max: 65_535 }),
  APP_URL: Env.schema.string.optional({ format: 'url', tld: false }),
  LOG_LEVEL: Env.schema.enum.optional([
    'trace',
    'debug',
    'info',
    'warn',
    'error',
    'fatal',
    'silent',
  ] as const),

  WEB_CONCURRENCY: count(cores, { min: 1, max: 64 }),
  JOBS: oneOf('process', 'worker', 'off'),
  JOBS_HEAP: count(64, { min: 32, max: 65_536 }),

  APP_KEY: secret(32),
  JWT_KEYS: signingKeysSecret,
  JWT_LIFETIME: duration('15m'),
  SESSION_LIFETIME: duration('30d'),

  DATABASE_URL: database,
  DB_POOL_MAX: count(10, { min: 2, max: 200 }),
  DB_ACQUIRE_TIMEOUT: milliseconds('2s'),
  DB_STATEMENT_TIMEOUT: duration('3s'),
  DB_MIGRATION_TIMEOUT: durationOrZero('0'),
  REDIS_URL: maybeRedis,

  CACHE_LIFETIME: durationOrZero('1m'),

  SITE_NAME: siteName('Plaza'),
  SITE_URL: maybeSiteUrl,
  SITE_DESCRIPTION: maybeDescription,
  SITE_RULES: maybeRules,
  SITE_CONTACT: maybeContact,
  SITE_LANGUAGE: language('en'),
  SITE_POST_URL: maybePostLink,
  SITE_AUTHOR_URL: maybeAuthorLink,
  SITE_TAG_URL: maybeTagLink,
  SITE_CONFIRM_URL: maybeConfirmLink,
  SITE_RESET_URL: maybeResetLink,
  SITE_INVITE_URL: maybeInviteLink,
  SITE_UNDO_URL: maybeUndoLink,
  SITE_TERMS_URL: maybeTermsUrl,
  TERMS_VERSION: maybeTermsVersion,
  SIGNUP: oneOf('open', 'approval', 'invite', 'closed'),
  VERIFY_EMAIL: maybeVerification,
  POSTING: oneOf('members', 'authors'),
  REQUIRE_2FA: oneOf('none', 'staff', 'all'),
  PASSKEY_RP_ID: maybeDomain,
  PASSKEY_ORIGINS: maybeOrigins,
  LOCAL_LOGIN: maybeLocalLogin,
  OIDC_REDIRECT_URIS: signInAddresses,
  TAGS: oneOf('open', 'curated'),
  REVISIONS_KEEP: count(100, { min: 1, max: 10_000 }),
  TRASH_KEEP: duration('30d'),
  SCHEDULE_GRACE: duration('15m'),
  PREVIEW_URL: maybePreviewLink,

  MAIL_URL: maybeMailServer,
  MAIL_FROM: maybeSender,
  BOUNCES_KEY: maybeBouncesKey,

  WEBHOOK_ALLOW: webhookNetworks,

  MEDIA_DIR: Env.schema.string.optional(),
  MEDIA_URL: maybeMediaUrl,
  MEDIA_QUOTA: size('1gb'),
  MEDIA_FORMATS: copyFormats('webp'),
  MEDIA_S3_BUCKET: maybeBucket,
  MEDIA_S3_REGION: region('us-east-1'),
  MEDIA_S3_ENDPOINT: maybeEndpoint,
  MEDIA_S3_ACCESS_KEY: maybeAccessKey,
  MEDIA_S3_SECRET_KEY: maybeSecretKey,
  MEDIA_S3_SERVE: oneOf('proxy', 'redirect'),

  CORS_ORIGINS: origins('*'),
  TRUSTED_PROXIES: networks('loopback'),
  BODY_LIMIT: size('512kb'),
  METRICS_TOKEN: Env.schema.secret.optional(),

  OVERLOAD_LAG: milliseconds('300ms'),
  OVERLOAD_POOL_WAIT: milliseconds('500ms'),

  LIMIT_LOGIN: rate('5/15m'),
  LIMIT_LOGIN_ACCOUNT: rate('100/1h'),
  LIMIT_LOGIN_IP: rate('50/15m'),
  LIMIT_SIGNUP: rate('10/1h'),
  LIMIT_MAIL: rate('5/1h'),
  LIMIT_MAIL_IP: rate('20/1h'),
  LIMIT_SECOND_FACTOR: rate('10/15m'),
  LIMIT_OIDC: rate('100/15m'),
  LIMIT_EMAIL_CHANGE: rate('5/1h'),
  LIMIT_WRITE: rate('120/1m'),
  LIMIT_UPLOAD: rate('60/1h'),

  BACKUP_DIR: Env.schema.string.optional(),
  BACKUP_DATABASE_URL: maybeDatabase,
  BACKUP_RECIPIENTS: Env.schema.string.optional(),
  BACKUP_IDENTITY_FILE: Env.schema.string.optional(),
  BACKUP_KEEP_DAILY: count(7, { min: 0, max: 1000 }),
  BACKUP_KEEP_WEEKLY: count(4, { min: 0, max: 1000 }),
  BACKUP_KEEP_MONTHLY: count(6, { min: 0, max: 1000 }),
  POSTGRES_PROGRAMS: Env.schema.string.optional(),
}

export default await Env.create(new URL('../', import.meta.url), variables)
