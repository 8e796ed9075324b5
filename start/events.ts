import app from '@adonisjs/core/services/app'
import emitter from '@adonisjs/core/services/emitter'
import { events } from '#generated/events'
import { listeners } from '#generated/listeners'
import { lazy } from '#start/lazy'

emitter.on(events.PostCreated, once(listeners.InvalidatePosts, 'postCreated'))
emitter.on(events.PostUpdated, once(listeners.InvalidatePosts, 'postChanged'))
emitter.on(events.PostsPublished, once(listeners.InvalidatePosts, 'postsPublished'))
emitter.on(events.PostsUnpublished, once(listeners.InvalidatePosts, 'postsUnpublished'))
emitter.on(events.PostDeleted, once(listeners.InvalidatePosts, 'postChanged'))

emitter.on(events.PostsRetagged, once(listeners.InvalidatePosts, 'retagged'))

emitter.on(events.VoteCast, once(listeners.InvalidatePosts, 'countsChanged'))
emitter.on(events.VotesErased, once(listeners.InvalidatePosts, 'votesErased'))
emitter.on(events.CommentCreated, once(listeners.InvalidatePosts, 'countsChanged'))
emitter.on(events.CommentUpdated, once(listeners.InvalidatePosts, 'commentChanged'))
emitter.on(events.CommentDeleted, once(listeners.InvalidatePosts, 'commentChanged'))

emitter.on(events.CountersRebuilt, once(listeners.InvalidatePosts, 'allChanged'))
emitter.on(events.DatabaseSeeded, once(listeners.InvalidatePosts, 'allChanged'))
emitter.on(events.UserRenamed, once(listeners.InvalidatePosts, 'authorChanged'))
emitter.on(events.UserErased, once(listeners.InvalidatePosts, 'authorChanged'))

emitter.on(events.TagsCounted, once(listeners.InvalidateTags, 'counted'))
emitter.on(events.TagsChanged, once(listeners.InvalidateTags, 'changed'))
emitter.on(events.CollectionsChanged, once(listeners.InvalidateCollections, 'changed'))
emitter.on(events.TypesChanged, once(listeners.InvalidateTypes, 'changed'))

emitter.on(events.UserUpdated, once(listeners.InvalidateAccounts, 'accountChanged'))
emitter.on(events.UserErased, once(listeners.InvalidateAccounts, 'accountChanged'))
emitter.on(events.AccountChanged, once(listeners.InvalidateAccounts, 'accountChanged'))
emitter.on(events.RolesChanged, once(listeners.InvalidateAccounts, 'rolesChanged'))
emitter.on(events.SessionsEnded, once(listeners.InvalidateAccounts, 'sessionsEnded'))

/** Listeners keep no state, so one instance of each is enough. A write waits for its listeners. */
function once<Listener extends object>(
  load: () => Promise<{ default: new () => Listener }>,
  method: keyof Listener
) {
  return lazy(async () => {
    const listener = await app.container.make((await load()).default)
    return (event: unknown) => (listener[method] as (event: unknown) => Promise<void>)(event)
  })
}
