async function load() {
  const { default: sharp } = await import('sharp');
  // libvips can read dozens of formats, some of them programs (SVG, PDF). All but three are closed off.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
  });
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}
let loading: ReturnType<typeof load> | undefined;

/** Pictures by sharp (libvips), loaded with the first one: the api, which makes none, does not hold the library. */
export function loadSharp(): ReturnType<typeof load> {
  loading ??= load();
  return loading;
}
