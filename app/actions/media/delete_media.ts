import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { lockedRow, type OwnInput } from '#actions/own/locked_row'
import PostUpdated from '#events/post_updated'
import ConflictException from '#exceptions/conflict_exception'
import Media from '#models/media'
import { postsWithCover } from '#queries/media/covers'

interface DeleteMediaInput extends Pick<OwnInput, 'id' | 'unlessStale'> {
  userId: number
  /** Whether a file that is used goes, too. */
  isForced: boolean
}

/**
 * Its bytes go with the last row that has them: `pruneMedia`. @throws E_ROW_NOT_FOUND, PreconditionFailedException,
 * ConflictException if a post, a working copy, a revision or the profile uses it
 */
export default class DeleteMedia {
  async handle({ userId, isForced, ...input }: DeleteMediaInput): Promise<void> {
    const covered = await db.transaction(async (client) => {
      const own = { ...input, model: Media, among: Media.inSightOf(userId) }
      const media = await lockedRow(own, client)
      if (!isForced) await refuseUsed({ id: media.id, fileId: media.fileId!, userId }, client)
      const posts = await postsWithCover([media.id], client)
      await media.delete()
      return posts
    })
    for (const id of covered) await PostUpdated.dispatch(id)
  }
}

const MAX_TOLD = 5

const FORCED = 'With force=true it is deleted all the same.'

const names: Record<string, string> = {
  post: 'post',
  draft: 'the working copy of post',
  revision: 'a revision of post',
}

interface Used {
  id: number
  fileId: number
  userId: number
}

async function refuseUsed({ id, fileId, userId }: Used, client: TransactionClientContract) {
  const profile = await client
    .from('users')
    .where('id', userId)
    .where((query) => query.where('avatar_id', id).orWhere('header_id', id))
    .first()
  if (profile) throw new ConflictException(`It is used: your profile. ${FORCED}`)
  const rows = await client.from('media').where({ file_id: fileId, user_id: userId }).limit(2)
  // Another row of the same user keeps the file where it is used.
  if (rows.length > 1) return
  const uses: { place: string; post_id: number }[] = await client
    .from('media_uses')
    .join('posts', 'posts.id', 'media_uses.post_id')
    .where('file_id', fileId)
    .where((query) => query.where('posts.user_id', userId).orWhere('posts.edited_by', userId))
    .orderBy(['place', 'post_id'])
    .distinct('place', 'post_id')
    .limit(MAX_TOLD)
  if (uses.length === 0) return
  const told = uses.map((use) => `${names[use.place]} ${use.post_id}`).join(', ')
  throw new ConflictException(`It is used: ${told}. ${FORCED}`)
}
