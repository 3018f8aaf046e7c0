// Runs after electron-builder has laid out the app: closes the doors that a packed app does not need.
const { flipFuses, FuseV1Options, FuseVersion } = require('@electron/fuses')
const { rmSync } = require('node:fs')
const { join } = require('node:path')

/**
 * @param {import('electron-builder').AfterPackContext} context
 * @returns {{ program: string, resources: string }} both absolute
 */
function locate({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename
  if (electronPlatformName === 'darwin') {
    const contents = join(appOutDir, `${name}.app`, 'Contents')
    return { program: join(contents, 'MacOS', name), resources: join(contents, 'Resources') }
  }
  const file = electronPlatformName === 'win32' ? `${name}.exe` : 'keyhold'
  return { program: join(appOutDir, file), resources: join(appOutDir, 'resources') }
}

/** @param {import('electron-builder').AfterPackContext} context */
module.exports = async function afterPack(context) {
  const { program, resources } = locate(context)
  // Electron would run it in place of the app, were the app's archive missing.
  rmSync(join(resources, 'default_app.asar'), { force: true })
  await flipFuses(program, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    // Tests drive the app through the inspector. What users get has none.
    [FuseV1Options.EnableNodeCliInspectArguments]: process.env.KEYHOLD_TEST_BUILD === '1',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
  })
}
