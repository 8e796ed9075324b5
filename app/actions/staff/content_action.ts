import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import MediaAction from '#actions/staff/media_action'
import { refuseOneself } from '#actions/staff/oneself'
import type { ActionInput } from '#actions/staff/staff_action'
import type Media from '#models/media'
import type MediaFile from '#models/media_file'
import User from '#models/user'
import { rankOfUser } from '#domain/acting'
import type { Actor } from '#domain/roles'

/** On the content of a file, which is that of all users who uploaded it. */
export default abstract class ContentAction extends MediaAction {
  protected abstract changeContent(file: MediaFile): Promise<unknown>

  protected override async change(
    { file }: Media,
    { actor }: ActionInput,
    client: TransactionClientContract
  ) {
    await this.#authorizeOnAll(file, actor, client)
    await this.changeContent(file)
    // All rows of the content show another state.
    await client.from('media').where('file_id', file.id).update({ updated_at: new Date() })
  }

  /** None of its users may be the actor, or of a higher rank. @throws ConflictException, E_AUTHORIZATION_FAILURE */
  async #authorizeOnAll({ id }: MediaFile, actor: Actor, client: TransactionClientContract) {
    const rows = client.from('media').where('file_id', id)
    const own = await rows.clone().where('user_id', actor.id).first()
    if (own) refuseOneself(actor, actor.id)
    const highest = await User.withRole(client)
      .whereIn('users.id', rows.clone().whereNotNull('user_id').select('user_id'))
      .orderByRaw(`${rankOfUser} desc nulls last`)
      .first()
    await this.authorize(actor, highest)
  }
}
