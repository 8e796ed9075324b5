import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { run } from '#db/statement'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { responseOf } from '#resources/definition/response'
import { user } from '#resources/user'

interface Asked {
  asked?: AskedMembers
  client?: QueryClientContract
}

export const showProfile = (id: number, options: Asked = {}): Promise<JsonResponse> =>
  shown(id, user.views.User.form(options.asked), options)

/** @throws NotFoundException */
export const showOwnProfile = (id: number, options: Asked = {}): Promise<JsonResponse> =>
  shown(id, user.views.OwnUser.form(options.asked), options)

export async function ownProfile(id: number): Promise<object> {
  const form = user.views.OwnUser.form()
  return form.read(await found(id, form))
}

async function shown(id: number, form: Form, { client }: Asked) {
  return responseOf(form, await found(id, form, client))
}

async function found(id: number, form: Form, client: QueryClientContract = db.connection()) {
  const text = `select ${form.select} from users where users.id = $1 and users.erased_at is null`
  const [row] = await run<Row>({ name: '', text, values: [id] }, client)
  if (!row) throw new NotFoundException('user')
  return row
}
