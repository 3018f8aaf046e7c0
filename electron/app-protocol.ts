import { protocol } from 'electron'
import { APP_ORIGIN, APP_SCHEME, answerAppRequest } from './app-files'

/** Must be called before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/**
 * Serves the built renderer at `app://keyhold/`.
 * @param root the folder of the built renderer, absolute (inside an archive too)
 */
export function serveApp(root: string): void {
  protocol.handle(APP_SCHEME, (request) => answerAppRequest(root, request))
}

/** Where the renderer is loaded from: the development server where one runs, else the built files. */
export function rendererUrl(environment: NodeJS.ProcessEnv, development: boolean): string {
  const server = environment['VITE_DEV_SERVER_URL']
  return development && server ? server : `${APP_ORIGIN}/`
}
