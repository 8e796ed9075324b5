import db from '@adonisjs/lucid/services/db'
import { lockedRow, type OwnInput } from '#actions/own/locked_row'
import Media from '#models/media'
import { mediaQueue } from '#queue/queues'

interface UpdateMediaInput extends Pick<OwnInput, 'id' | 'unlessStale'> {
  userId: number
  changes: {
    alt?: string | null
    caption?: string | null
    focal_point?: { x: number; y: number }
  }
}

/** Crops to another focal point are queued. @throws E_ROW_NOT_FOUND, PreconditionFailedException */
export default class UpdateMedia {
  handle({ userId, changes, ...input }: UpdateMediaInput): Promise<void> {
    const { focal_point: point, ...texts } = changes
    return db.transaction(async (client) => {
      const own = { ...input, model: Media, among: Media.inSightOf(userId) }
      const media = await lockedRow(own, client)
      media.merge(texts)
      if (!point) return void (await media.save())
      const [x, y] = [inThousandths(point.x), inThousandths(point.y)]
      await media.merge({ focalX: x / 1000, focalY: y / 1000 }).save()
      const file = await client
        .from('media_files')
        .where({ id: media.fileId, kind: 'image' })
        .forShare()
        .first()
      // A picture that is being processed gets its crops at the end.
      if (file?.status === 'ready')
        await mediaQueue.send({ work: 'crops', id: file.id, x, y }, { client })
    })
  }
}

const inThousandths = (part: number) => Math.round(part * 1000)
