import type { Readable } from 'node:stream'
import type { Secret } from '@adonisjs/core/helpers'
import config from '@adonisjs/core/services/config'
import type { S3Client } from '@aws-sdk/client-s3'

export interface S3Settings {
  bucket: string
  region: string
  endpoint: string | undefined
  /** Without a key, the machine itself has the right. */
  key: { id: Secret<string>; secret: Secret<string> } | undefined
  /** Whether readers get an address of the bucket, which ends soon. */
  redirects: boolean
}

const CONNECT_TIMEOUT_MS = 3000

/** Of a whole upload to the bucket. */
const UPLOAD_TIMEOUT_MS = 30_000

const READ_TIMEOUT_MS = 10_000

const MAX_ATTEMPTS = 2

/** Failures are thrown, and logged by those who asked; without this, some would be on the console. */
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** Undefined if files are kept in a folder. */
export const s3Settings = () => config.get<S3Settings | undefined>('media.s3')

let client: Promise<S3Client> | undefined

/** The one of this process. Its package is optional, and only loaded here. */
export const s3Client = (settings = s3Settings()!): Promise<S3Client> =>
  (client ??= connect(settings))

async function connect({ region, endpoint, key }: S3Settings): Promise<S3Client> {
  const { S3Client: Client } = await import('@aws-sdk/client-s3')
  return new Client({
    region,
    endpoint,
    // A bucket as a part of the host needs a name server and a certificate that know it.
    forcePathStyle: endpoint !== undefined,
    credentials: key && { accessKeyId: key.id.release(), secretAccessKey: key.secret.release() },
    maxAttempts: MAX_ATTEMPTS,
    logger: silent,
    // Servers other than that of AWS may not know newer checksums. A digest is checked by Plaza.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: UPLOAD_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  })
}

/** For flydrive, which loads both packages, before the configuration can be asked. */
export async function s3Driver(settings: S3Settings) {
  const { S3Driver } = await import('flydrive/drivers/s3')
  // Buckets without access lists are the rule, and Plaza's are private.
  return new S3Driver({
    client: await s3Client(settings),
    bucket: settings.bucket,
    visibility: 'private',
    supportsACL: false,
  })
}

/** A part of an object. @param end with this byte @returns null if there is no such object */
export async function s3Part(
  key: string,
  { start, end }: { start: number; end: number }
): Promise<Readable | null> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3')
  const Range = `bytes=${start}-${end}`
  try {
    const asked = new GetObjectCommand({ Bucket: s3Settings()!.bucket, Key: key, Range })
    const { Body } = await (await s3Client()).send(asked, { requestTimeout: READ_TIMEOUT_MS })
    return Body as Readable
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) {
      return null
    }
    throw error
  }
}
