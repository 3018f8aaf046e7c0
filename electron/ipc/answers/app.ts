import type { ActiveProfile } from '../../active-profile'
import type { Desktop, Of } from './desktop'

export function appHandlers(active: ActiveProfile, desktop: Desktop): Of<'app' | 'profile' | 'live'> {
  return {
    'app.info': async () => {
      // The problems of the start are known when it is over.
      await active.settled()
      return desktop.info()
    },
    'app.copy-text': async ({ text }) => {
      await desktop.copyText(text)
      return null
    },
    'app.report-error': ({ report }) => {
      desktop.reportError(report)
      return null
    },
    'app.unsaved': ({ unsaved }, { page }) => {
      page.setUnsaved(unsaved)
      return null
    },
    'app.leave': (_nothing, { page }) => {
      page.leave()
      return null
    },
    'app.quit-shown': (_nothing, { page }) => {
      page.quitShown()
      return null
    },
    'app.answer-quit': ({ answer }, { page }) => {
      page.answerQuit(answer)
      return null
    },
    'profile.save': ({ profile, reason }) => active.save(profile, reason),
    'live.open': ({ profileId }, { bridge }) => {
      active.check(profileId)
      return bridge.open()
    },
    'live.acknowledge': ({ sequence }, { bridge }) => {
      bridge.acknowledge(sequence)
      return null
    },
  }
}
