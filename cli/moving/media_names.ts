import { readMediaPath, type MediaPath } from '#cli/moving/archive/media_paths'
import { fileName } from '#media/names'

/** The name of a file in its address here. */
export const nameHere = ({ sha256, purpose, parts, extension }: MediaPath): string =>
  fileName(sha256, [purpose, ...parts], extension)

/** @param path `{digest}/{file}` @returns null for one that no file has */
export function nameOfPath(path: string): string | null {
  const file = readMediaPath(path)
  return file && nameHere(file)
}
