import { lazy, type ComponentType } from 'react'
import { QueuePage } from '../features/queue/queue-page'
import type { PageName } from './routes'

const load = {
  activity: () => import('../features/activity/activity-page'),
  history: () => import('../features/history/history-page'),
  schedule: () => import('../features/schedule/schedule-page'),
  heldKeys: () => import('../features/held-keys/held-keys-page'),
  handlers: () => import('../features/handlers/handlers-page'),
  audit: () => import('../features/audit/audit-page'),
  preferences: () => import('../features/preferences/preferences-page'),
  about: () => import('../features/about/about-page'),
}

/** Each page by its name. The first one is there at once; the others are loaded by themselves, or when asked for. */
export const pages: Readonly<Record<PageName, ComponentType>> = {
  queue: QueuePage,
  activity: lazy(() => load.activity().then((module) => ({ default: module.ActivityPage }))),
  history: lazy(() => load.history().then((module) => ({ default: module.HistoryPage }))),
  schedule: lazy(() => load.schedule().then((module) => ({ default: module.SchedulePage }))),
  'held-keys': lazy(() => load.heldKeys().then((module) => ({ default: module.HeldKeysPage }))),
  handlers: lazy(() => load.handlers().then((module) => ({ default: module.HandlersPage }))),
  audit: lazy(() => load.audit().then((module) => ({ default: module.AuditPage }))),
  preferences: lazy(() => load.preferences().then((module) => ({ default: module.PreferencesPage }))),
  about: lazy(() => load.about().then((module) => ({ default: module.AboutPage }))),
}

/** Loads what was not needed for the first page, once there is time. @returns gives that up */
export function loadPages(): () => void {
  const id = window.requestIdleCallback(() => {
    for (const page of Object.values(load)) void page().catch(() => undefined)
  })
  return () => window.cancelIdleCallback(id)
}
