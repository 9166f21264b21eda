// These packages come without types.
declare module '@size-limit/esbuild' {
  const plugins: readonly (() => void)[];
  export default plugins;
}
declare module '@size-limit/file' {
  const plugins: readonly (() => void)[];
  export default plugins;
}
