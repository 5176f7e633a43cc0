// The same stock for every shot: highlights bloom and turn reddish at their edge, shadows carry a tint, the corners
// fall off, and there is grain.
uniform sampler2D scene;
uniform sampler2D glow;
uniform sampler2D halo;
uniform float seed;
uniform float exposure;
uniform float bloom;
uniform float grain;
uniform float vignette;
uniform vec3 shadows;
uniform vec2 resolution;
in vec2 at;
out vec4 colour;

float rough(uvec2 v, uint s) {
  uint x = v.x * 1973u + v.y * 9277u + s * 26699u;
  x = (x << 13u) ^ x;
  x = x * (x * x * 15731u + 789221u) + 1376312589u;
  x ^= x >> 15u;
  return float(x & 0xffffffu) / 16777215.0;
}
float speck(vec2 p, uint s) {
  uvec2 v = uvec2(p);
  return rough(v, s) + rough(v + 71u, s + 1u) - 1.0;
}
vec3 film(vec3 x) {
  x = max(x, 0.0);
  return (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14);
}
void main() {
  vec2 centred = (at - 0.5) * vec2(resolution.x / resolution.y, 1.0);
  vec3 light = texture(scene, at).rgb;
  vec3 around = texture(glow, at).rgb / 4.7, edge = texture(halo, at).rgb;
  light = mix(light, around, bloom);
  light += edge * vec3(0.10, 0.022, 0.006) * bloom * 4.0;
  light *= exposure * mix(1.0, smoothstep(1.25, 0.25, length(centred)), vignette);
  vec3 graded = film(light * 0.72);
  float luma = dot(graded, vec3(0.2126, 0.7152, 0.0722));
  graded += shadows * (1.0 - luma) * (1.0 - luma) * (1.0 - luma);
  vec3 encoded = mix(graded * 12.92, 1.055 * pow(max(graded, 1e-5), vec3(1.0 / 2.4)) - 0.055, step(0.0031308, graded));
  uint s = uint(seed * 9973.0);
  vec2 pixel = at * resolution;
  vec3 specks = vec3(speck(pixel, s));
  // Fine grain is seen as brightness alone; only coarse grain shows its colours.
  if (grain > 0.01) {
    specks = 0.6 * specks + 0.4 * speck(pixel * 0.5 + 300.0, s + 5u);
    specks += 0.25 * vec3(speck(pixel, s + 11u), speck(pixel, s + 17u), speck(pixel, s + 23u));
  }
  float where = 0.35 + 0.65 * smoothstep(0.0, 0.35, luma) * (1.0 - 0.7 * smoothstep(0.5, 1.0, luma));
  encoded += grain * where * specks;
  colour = vec4(encoded, 1.0);
}
