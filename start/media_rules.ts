import { Secret } from '@adonisjs/core/helpers'
import { pictureFormats, type PictureFormat } from '#domain/media'
import { rule } from '#start/env_rules'

/** Settings of the storage that speaks S3 are useless without a bucket. */
const isSet = (name: string) => Boolean(process.env[name]?.trim())

/** The client of S3 is optional, since most installations keep files in a folder. */
const packages = ['@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner']

/** The name of a bucket. Without one, files are kept in a folder. */
export function bucket() {
  const expected = 'the name of a bucket, such as plaza-media'
  const read = rule<string | undefined>('', expected, (value) => {
    if (value === '') return undefined
    return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value) ? value : null
  })
  const checked = (name: string, value?: string) => {
    const found = read(name, value)
    if (found === undefined || packages.every(isInstalled)) return found
    throw new Error(`${name} is set, so these must be installed: npm install ${packages.join(' ')}`)
  }
  return Object.assign(checked, { fallback: '' })
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name)
    return true
  } catch {
    return false
  }
}

export function region(fallback: string) {
  return rule(fallback, 'a region, such as eu-central-1', (value) =>
    /^[a-z0-9-]{1,40}$/i.test(value) ? value : null
  )
}

/** The address of a server that speaks S3, without a path. */
export function endpoint() {
  return rule<string | undefined>('', 'an address, such as https://s3.example.org', (value) => {
    if (value === '') return undefined
    const url = URL.parse(value)
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return null
    return url.pathname === '/' && url.search === '' ? url.origin : null
  })
}

/** One of the two parts of a key. Neither is needed where the machine itself has the right. @param other its name */
export function partOfKey(other: string) {
  return (name: string, value?: string) => {
    if (!value?.trim()) return undefined
    if (!isSet('MEDIA_S3_BUCKET')) throw new Error(`${name} is set, so MEDIA_S3_BUCKET must be`)
    if (!isSet(other)) throw new Error(`${name} is set, so ${other} must be`)
    return new Secret(value.trim())
  }
}

/** Of copies of pictures. WebP is always among them, for readers whose browser shows no AVIF. */
export function copyFormats(fallback: PictureFormat) {
  return rule<PictureFormat[]>(fallback, 'webp, or webp,avif', (value) => {
    const words = value.split(',').map((word) => word.trim())
    const found = pictureFormats.filter((format) => words.includes(format))
    return found[0] === 'webp' && found.length === words.length ? found : null
  })
}
