let base: string | undefined

/** A path under the path of `APP_URL`, read from the environment: the primary of a cluster has no config. */
export function publicPath(path: string): string {
  base ??= basePath(process.env.APP_URL || 'http://localhost')
  return base + path
}

function basePath(url: string): string {
  const segments = new URL(url).pathname.split('/').filter((segment) => segment !== '')
  return segments.map((segment) => `/${segment}`).join('')
}
