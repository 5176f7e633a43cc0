/** Runs in the browser: draws a shot frame by frame with WebGL and gives it the look of one film stock. */

export type Look = {
  exposure: number;
  /** How much of every light spreads, 0 to 1. */
  bloom: number;
  grain: number;
  vignette: number;
  /** Linear light added to the shadows. */
  shadows: readonly [number, number, number];
  /** Pictures that make one frame; each at its own moment while the shutter is open, and a little beside the last. */
  exposures: number;
  /** The share of the picture's width in which the scene is drawn; less is quicker, and enough where all is soft. */
  detail: number;
};

type Target = { texture: WebGLTexture; frame: WebGLFramebuffer; widthPx: number; heightPx: number };
type Values = Record<string, number | readonly number[] | WebGLTexture>;

const VERTEX = `#version 300 es
out vec2 at;
void main() {
  at = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}`;
const HEAD = '#version 300 es\nprecision highp float;\nprecision highp int;\n';
const SCENE = `uniform float time;
uniform vec2 resolution;
uniform vec2 beside;
uniform float weight;
in vec2 at;
out vec4 colour;
void main() {
  vec2 p = (at * resolution + beside - 0.5 * resolution) / resolution.y;
  colour = vec4(max(shot(p, time), 0.0) * weight, 1.0);
}`;
const DOWN = `uniform sampler2D source;
uniform vec2 step;
in vec2 at;
out vec4 colour;
void main() {
  vec3 sum = texture(source, at).rgb * 4.0;
  for (int i = 0; i < 4; i++) {
    vec2 side = vec2((i & 1) * 2 - 1, (i >> 1) * 2 - 1);
    sum += texture(source, at + side * step).rgb * 2.0 + texture(source, at + side * step * 2.0).rgb;
  }
  colour = vec4(sum / 16.0, 1.0);
}`;
const UP = `uniform sampler2D source;
uniform vec2 step;
uniform float weight;
in vec2 at;
out vec4 colour;
void main() {
  vec3 sum = texture(source, at).rgb * 4.0;
  for (int i = 0; i < 4; i++) {
    vec2 side = vec2((i & 1) * 2 - 1, (i >> 1) * 2 - 1);
    vec2 straight = i < 2 ? vec2(side.x, 0.0) : vec2(0.0, side.x);
    sum += texture(source, at + side * step).rgb + texture(source, at + straight * step).rgb * 2.0;
  }
  colour = vec4(sum / 16.0 * weight, 1.0);
}`;
const LEVELS = 6;
/** The share of the time between two frames in which light falls on the film. */
const SHUTTER = 0.5;

export type Camera = ReturnType<typeof openCamera>;

/** @param sources GLSL: helpers, the shot, the grade */
export function openCamera(
  canvas: OffscreenCanvas,
  sources: { lens: string; shot: string; grade: string },
  look: Look,
  frameRate: number,
) {
  const gl = canvas.getContext('webgl2', { antialias: false, preserveDrawingBuffer: true });
  if (!gl?.getExtension('EXT_color_buffer_float') || !gl.getExtension('OES_texture_float_linear'))
    throw new Error('This browser cannot draw light as floating point numbers.');
  const { width: widthPx, height: heightPx } = canvas;
  const scene = programOf(gl, HEAD + sources.lens + sources.shot + SCENE);
  const down = programOf(gl, HEAD + DOWN);
  const up = programOf(gl, HEAD + UP);
  const grade = programOf(gl, HEAD + sources.grade);
  const scaled = (scale: number) =>
    targetOf(gl, Math.ceil(widthPx * scale), Math.ceil(heightPx * scale), gl.RGBA16F);
  const light = scaled(look.detail);
  const spread = Array.from({ length: LEVELS }, (_, level) => scaled(2 ** -(level + 1)));
  const resolution = [widthPx, heightPx] as const;

  function draw(program: WebGLProgram, target: Target | null, values: Values, add = false): void {
    if (!gl) return;
    gl.bindFramebuffer(gl.FRAMEBUFFER, target?.frame ?? null);
    gl.viewport(0, 0, target?.widthPx ?? widthPx, target?.heightPx ?? heightPx);
    gl.useProgram(program);
    gl[add ? 'enable' : 'disable'](gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE);
    setValues(gl, program, values);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  return {
    /** Draws the frame of this moment, in seconds, on the canvas. */
    expose(time: number): void {
      for (let i = 0; i < look.exposures; i += 1) {
        const moment = time + ((i + 0.5) / look.exposures - 0.5) * (SHUTTER / frameRate);
        // The R2 sequence spreads the few pictures of a frame evenly over its pixels.
        const beside = [((i + 1) * 0.7548777) % 1, ((i + 1) * 0.5698403) % 1].map((part) => part - 0.5);
        draw(
          scene,
          light,
          { time: moment, resolution: [light.widthPx, light.heightPx], beside, weight: 1 / look.exposures },
          i > 0,
        );
      }
      for (const [level, target] of spread.entries()) {
        const source = spread[level - 1] ?? light;
        const step = [0.5 / source.widthPx, 0.5 / source.heightPx];
        draw(down, target, { source: source.texture, step });
      }
      for (let level = LEVELS - 1; level > 0; level -= 1) {
        const source = spread[level] as Target;
        const step = [1 / source.widthPx, 1 / source.heightPx];
        draw(up, spread[level - 1] as Target, { source: source.texture, step, weight: 0.9 }, true);
      }
      const { exposure, bloom, grain, vignette, shadows } = look;
      const textures = {
        scene: light.texture,
        glow: (spread[0] as Target).texture,
        halo: (spread[2] as Target).texture,
      };
      const seed = Math.round(time * frameRate) + 1;
      draw(grade, null, { ...textures, seed, exposure, bloom, grain, vignette, shadows, resolution });
      gl.finish();
    },
    /** What is on the canvas as rows of RGBA, the uppermost first. */
    develop(): Uint8Array {
      const rowBytes = widthPx * 4;
      const upsideDown = new Uint8Array(rowBytes * heightPx);
      gl.readPixels(0, 0, widthPx, heightPx, gl.RGBA, gl.UNSIGNED_BYTE, upsideDown);
      const rows = new Uint8Array(upsideDown.length);
      for (let row = 0; row < heightPx; row += 1) {
        const from = (heightPx - 1 - row) * rowBytes;
        rows.set(upsideDown.subarray(from, from + rowBytes), row * rowBytes);
      }
      return rows;
    },
  };
}

function programOf(gl: WebGL2RenderingContext, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error('no shader');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS))
      throw new Error(gl.getShaderInfoLog(shader) ?? 'The shader does not compile.');
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(gl.getProgramInfoLog(program) ?? 'The shader does not link.');
  return program;
}

function targetOf(gl: WebGL2RenderingContext, widthPx: number, heightPx: number, format: number): Target {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, format, widthPx, heightPx);
  for (const [name, value] of [
    [gl.TEXTURE_MIN_FILTER, gl.LINEAR],
    [gl.TEXTURE_MAG_FILTER, gl.LINEAR],
    [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
    [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
  ] as const)
    gl.texParameteri(gl.TEXTURE_2D, name, value);
  const frame = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  return { texture, frame, widthPx, heightPx };
}

function setValues(gl: WebGL2RenderingContext, program: WebGLProgram, values: Values): void {
  let unit = 0;
  for (const [name, value] of Object.entries(values)) {
    const place = gl.getUniformLocation(program, name);
    if (value instanceof WebGLTexture) {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, value);
      gl.uniform1i(place, unit);
      unit += 1;
    } else if (typeof value === 'number') gl.uniform1f(place, value);
    else if (value.length === 2) gl.uniform2f(place, value[0] ?? 0, value[1] ?? 0);
    else gl.uniform3f(place, value[0] ?? 0, value[1] ?? 0, value[2] ?? 0);
  }
}
