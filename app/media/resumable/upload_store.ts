import type { Readable } from 'node:stream'
import { DataStore, Metadata, Upload } from '@tus/server'
import NotFoundException from '#exceptions/not_found_exception'
import { PartialFile, type Checksum } from '#media/resumable/partial_file'
import { tidyFileName } from '#media/receive_file'
import { resumableKey, storage } from '#media/storage'
import { RESUMABLE_HOURS, uploadExtensions, type ResumableUpload } from '#domain/media'

/** What the uploads of one user can do. */
export interface UploadsOfUser {
  find: (id: number) => Promise<ResumableUpload | null>
  finish: (upload: { id: number; name: string | null; partial: PartialFile }) => Promise<void>
  abandon: (id: number) => Promise<void>
}

const partialFile = (id: number) => new PartialFile(storage.incomingPath(resumableKey(id)))

/** The uploads of one user, as the library sees them. It holds a lock on the upload in each call. */
export class UploadStore extends DataStore {
  override extensions = [...uploadExtensions]

  constructor(
    private uploads: UploadsOfUser,
    private checksum: Checksum | null
  ) {
    super()
  }

  override getExpiration() {
    return RESUMABLE_HOURS * 3_600_000
  }

  override async getUpload(id: string) {
    const { upload, offset } = await this.#find(id)
    const { bytes: size, metadata, createdAt } = upload
    return new Upload({
      id,
      size,
      offset,
      metadata: metadata === null ? undefined : Metadata.parse(metadata),
      creation_date: createdAt.toISOString(),
    })
  }

  /** @returns where the next part begins */
  override async write(part: Readable, id: string, offset: number): Promise<number> {
    const { upload } = await this.#find(id)
    if (upload.isComplete) return offset
    const partial = partialFile(upload.id)
    const end = offset + (await partial.write(part, { offset, checksum: this.checksum }))
    if (end < upload.bytes) return end
    const { filename } = upload.metadata ? Metadata.parse(upload.metadata) : {}
    const name = tidyFileName(filename ?? undefined)
    await this.uploads.finish({ id: upload.id, name, partial })
    return end
  }

  override remove(id: string) {
    return this.uploads.abandon(Number(id))
  }

  /** Until the file is kept, its last byte is wanted once more: a client without the last answer asks here. */
  async #find(id: string) {
    const upload = await this.uploads.find(Number(id))
    if (!upload) throw new NotFoundException('upload')
    const { bytes, isComplete } = upload
    const arrived = isComplete ? bytes : await partialFile(upload.id).size()
    return { upload, offset: isComplete ? bytes : Math.min(arrived, bytes - 1) }
  }
}
