import db from '@adonisjs/lucid/services/db'
import { lockedMedia, type ChangeMediaInput } from '#actions/media/locked_media'
import { mediaQueue } from '#queue/queues'

interface UpdateMediaInput extends ChangeMediaInput {
  changes: {
    alt?: string | null
    caption?: string | null
    focal_point?: { x: number; y: number }
  }
}

/** Crops to another focal point are queued. @throws NotFoundException, PreconditionFailedException */
export default class UpdateMedia {
  handle({ changes, ...input }: UpdateMediaInput): Promise<void> {
    const { alt, caption, focal_point: point } = changes
    return db.transaction(async (client) => {
      const row = await lockedMedia(input, client)
      const x = point ? inThousandths(point.x) : undefined
      const y = point ? inThousandths(point.y) : undefined
      await client
        .from('media')
        .where('id', input.id)
        .update({
          ...(alt !== undefined && { alt }),
          ...(caption !== undefined && { caption }),
          ...(x !== undefined && y !== undefined && { focal_x: x / 1000, focal_y: y / 1000 }),
          updated_at: new Date(),
        })
      if (x === undefined || y === undefined) return
      const file = await client
        .from('media_files')
        .where({ id: row.file_id, kind: 'image' })
        .forShare()
        .first()
      // A picture that is being processed gets its crops at the end.
      if (file?.status === 'ready')
        await mediaQueue.send({ work: 'crops', id: row.file_id, x, y }, { client })
    })
  }
}

const inThousandths = (part: number) => Math.round(part * 1000)
