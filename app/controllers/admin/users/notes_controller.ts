import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import CreateNote from '#actions/notes/create_note'
import DeleteNote from '#actions/notes/delete_note'
import NotFoundException from '#exceptions/not_found_exception'
import User from '#models/user'
import StaffPolicy from '#policies/staff_policy'
import { listNotes, showNote } from '#queries/notes/user_notes'
import {
  createNoteValidator,
  listNotesValidator,
  noteInUrlValidator,
  showNoteValidator,
} from '#validators/notes'
import { userValidator } from '#validators/staff'
import { publicPath } from '#domain/public_path'

export default class NotesController {
  async index(ctx: HttpContext) {
    const { user: reference } = await ctx.request.validatePath(userValidator)
    const options = await ctx.request.validateQuery(listNotesValidator)
    const userId = await authorizedSubject(reference, ctx)
    ctx.response.sendJson(await listNotes(userId, options))
  }

  async show(ctx: HttpContext) {
    const { user: reference, id } = await ctx.request.validatePath(noteInUrlValidator)
    const asked = await ctx.request.validateQuery(showNoteValidator)
    const userId = await authorizedSubject(reference, ctx)
    ctx.response.sendJson(await showNote({ userId, id }, { asked }))
  }

  @inject()
  async store(ctx: HttpContext, createNote: CreateNote) {
    const { auth, client, origin, request, response } = ctx
    const { user: reference } = await request.validatePath(userValidator)
    const { text } = await request.validateBody(createNoteValidator)
    const userId = await authorizedSubject(reference, ctx)
    const authorId = auth.getUserOrFail().id
    const { id } = await createNote.handle({ userId, authorId, text, origin, client })

    ctx.mentions = [`user:${userId}`, `user_note:${id}`]
    response.status(201).header('Location', publicPath(`/admin/users/${userId}/notes/${id}`))
    response.sendJson(await showNote({ userId, id }, { client }))
  }

  @inject()
  async destroy(ctx: HttpContext, deleteNote: DeleteNote) {
    const { user: reference, id } = await ctx.request.validatePath(noteInUrlValidator)
    const unlessStale = (revision: Date) => ctx.request.refuseStale(revision)
    const userId = await authorizedSubject(reference, ctx)
    await deleteNote.handle({ userId, id, origin: ctx.origin, unlessStale })
    ctx.response.noContent()
  }
}

/** @returns the id of the user @throws NotFoundException, E_AUTHORIZATION_FAILURE */
async function authorizedSubject(reference: string, { bouncer }: HttpContext): Promise<number> {
  const subject = await User.withReference(reference, { withRole: true })
  if (!subject) throw new NotFoundException('user')
  await bouncer.with(StaffPolicy).authorize('note', subject)
  return subject.id
}
