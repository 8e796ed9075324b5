import app from '@adonisjs/core/services/app'
import emitter from '@adonisjs/core/services/emitter'
import { events } from '#generated/events'
import { listeners } from '#generated/listeners'
import { madeOnce } from '#support/made_once'

emitter.on(events.PostCreated, once(listeners.DropCachedPosts, 'postCreated'))
emitter.on(events.PostUpdated, once(listeners.DropCachedPosts, 'postChanged'))
emitter.on(events.PostDeleted, once(listeners.DropCachedPosts, 'postChanged'))

emitter.on(events.VoteCast, once(listeners.DropCachedPosts, 'countsChanged'))
emitter.on(events.VotesErased, once(listeners.DropCachedPosts, 'votesErased'))
emitter.on(events.CommentCreated, once(listeners.DropCachedPosts, 'countsChanged'))
emitter.on(events.CommentUpdated, once(listeners.DropCachedPosts, 'commentChanged'))
emitter.on(events.CommentDeleted, once(listeners.DropCachedPosts, 'commentChanged'))

emitter.on(events.CountersRebuilt, once(listeners.DropCachedPosts, 'allChanged'))
emitter.on(events.DatabaseSeeded, once(listeners.DropCachedPosts, 'allChanged'))
emitter.on(events.UserRenamed, once(listeners.DropCachedPosts, 'authorChanged'))
emitter.on(events.UserErased, once(listeners.DropCachedPosts, 'authorChanged'))

emitter.on(events.UserUpdated, once(listeners.DropAccounts, 'accountChanged'))
emitter.on(events.UserErased, once(listeners.DropAccounts, 'accountChanged'))
emitter.on(events.AccountChanged, once(listeners.DropAccounts, 'accountChanged'))
emitter.on(events.SessionsEnded, once(listeners.DropAccounts, 'sessionsEnded'))

/**
 * Has a listener made once. The container would make it for each event; but none of ours keeps
 * anything of one, and a write waits for them.
 */
function once<Listener extends object>(
  load: () => Promise<{ default: new () => Listener }>,
  method: keyof Listener
) {
  return madeOnce(async () => {
    const listener = await app.container.make((await load()).default)
    return (event: unknown) => (listener[method] as (event: unknown) => Promise<void>)(event)
  })
}
