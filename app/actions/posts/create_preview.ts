import config from '@adonisjs/core/services/config'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { lockForDraft } from '#actions/posts/lock_for_draft'
import ConflictException from '#exceptions/conflict_exception'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import type { NewPreview } from '#resources/preview'
import { digestOfPreview, newPreviewToken } from '#security/preview_token'
import type { Actor } from '#domain/roles'

interface CreatePreviewInput {
  postId: number
  creator: Actor
  /** Null: the working copy. */
  revision: number | null
  /** Seconds. */
  lifetime: number
  client: QueryClientContract
}

const MAX_LIVE_PREVIEWS = 20

/**
 * Makes a link that shows a post without an account. Only the answer has its token.
 * @throws NotFoundException, PostTrashedException, ConflictException, InvalidTokenException
 */
export default class CreatePreview {
  handle({ postId, creator, revision, lifetime, client }: CreatePreviewInput): Promise<NewPreview> {
    return client.transaction(async (transaction) => {
      await lockForDraft(postId, creator, transaction)
      await refuseTooMany(postId, transaction)
      const token = newPreviewToken()
      const values = { postId, creatorId: creator.id, digest: digestOfPreview(token), lifetime }
      const { rows } = await transaction.rawQuery(insert, { ...values, revision } as Values)
      if (rows.length === 0) throw new InvalidTokenException('The session has ended')
      const [{ id, expires_at: expiresAt }] = rows
      const link = config.get<string>('content.previewUrl')
      const url = link.replaceAll('{token}', token)
      return { id, token, url, expires_at: expiresAt.toISOString() }
    })
  }
}

type Values = Record<string, any>

async function refuseTooMany(postId: number, client: TransactionClientContract) {
  const { rows } = await client.rawQuery(
    'select count(*)::integer as live from post_previews where post_id = ? and expires_at > now()',
    [postId]
  )
  if (rows[0].live < MAX_LIVE_PREVIEWS) return
  throw new ConflictException(
    `A post has up to ${MAX_LIVE_PREVIEWS} previews. Delete a preview that you no longer need.`
  )
}

const insert = `
  insert into post_previews (post_id, digest, revision, creator_id, expires_at)
  select :postId, :digest, :revision::integer, :creatorId, now() + :lifetime * interval '1 s'
  where exists (select from authors where id = :creatorId)
  returning id, expires_at`
