import emitter from '@adonisjs/core/services/emitter'
import { events } from '#generated/events'
import { listeners } from '#generated/listeners'

emitter.on(events.PostCreated, [listeners.DropCachedPosts, 'postCreated'])
emitter.on(events.PostUpdated, [listeners.DropCachedPosts, 'postChanged'])
emitter.on(events.PostDeleted, [listeners.DropCachedPosts, 'postChanged'])

emitter.on(events.VoteCast, [listeners.DropCachedPosts, 'countsChanged'])
emitter.on(events.CommentCreated, [listeners.DropCachedPosts, 'countsChanged'])
emitter.on(events.CommentUpdated, [listeners.DropCachedPosts, 'commentChanged'])
emitter.on(events.CommentDeleted, [listeners.DropCachedPosts, 'commentChanged'])

emitter.on(events.CountersRebuilt, [listeners.DropCachedPosts, 'authorsChanged'])
emitter.on(events.DatabaseSeeded, [listeners.DropCachedPosts, 'authorsChanged'])
emitter.on(events.UserUpdated, [listeners.DropCachedPosts, 'authorsChanged'])
emitter.on(events.UserErased, [listeners.DropCachedPosts, 'authorsChanged'])

emitter.on(events.UserUpdated, [listeners.DropAccounts, 'accountChanged'])
emitter.on(events.UserErased, [listeners.DropAccounts, 'accountChanged'])
emitter.on(events.AccountChanged, [listeners.DropAccounts, 'accountChanged'])
emitter.on(events.SessionsEnded, [listeners.DropAccounts, 'sessionsEnded'])
