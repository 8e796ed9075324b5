import { fileTypeOf, type FileType } from '#domain/media'

/** What a file is by its first bytes. Its name and the type that the client sent don't count. */
export async function typeOfBytes(head: Uint8Array): Promise<FileType> {
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  return fileTypeOf(found?.mime)
}
