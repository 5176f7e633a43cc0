// What every shot may use. A shot defines `vec3 shot(vec2 p, float t)`: linear light at `p` (origin in the middle of the
// picture, y up, 1.0 is the picture's height) at `t` seconds. Everything random comes from these hashes, so a shot is
// the same picture every time it is drawn.
const float PI = 3.14159265;
const float ASPECT = 16.0 / 9.0;

uvec3 scramble(uvec3 v) {
  v = v * 1664525u + 1013904223u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  v ^= v >> 16u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  return v;
}
vec3 hash3(vec3 p) { return vec3(scramble(uvec3(ivec3(floor(p)) + 32768))) / 4294967295.0; }
float hash(float n) { return hash3(vec3(n, 7.0, 13.0)).x; }
vec2 hash2(vec2 p) { return hash3(vec3(p, 3.0)).xy; }

// One number for a corner of the grid: noise asks for so many that a better hash would be felt.
float corner(ivec3 i) {
  uint n = (uint(i.x) * 0x8da6b343u) ^ (uint(i.y) * 0xd8163841u) ^ (uint(i.z) * 0xcb1ab31fu);
  n = (n ^ (n >> 13u)) * 0x5bd1e995u;
  n = (n ^ (n >> 15u)) * 0x27d4eb2du;
  return float(n >> 8u) / 16777215.0;
}
float noise(vec3 p) {
  vec3 low = floor(p), f = p - low;
  ivec3 i = ivec3(low);
  f = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
  vec4 near = vec4(corner(i), corner(i + ivec3(1, 0, 0)), corner(i + ivec3(0, 1, 0)), corner(i + ivec3(1, 1, 0)));
  i.z += 1;
  vec4 far = vec4(corner(i), corner(i + ivec3(1, 0, 0)), corner(i + ivec3(0, 1, 0)), corner(i + ivec3(1, 1, 0)));
  vec4 z = mix(near, far, f.z);
  vec2 y = mix(z.xy, z.zw, f.y);
  return mix(y.x, y.y, f.x);
}
float noise(vec2 p) {
  vec2 low = floor(p), f = p - low;
  ivec3 i = ivec3(low, 0);
  f = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
  vec2 y = mix(vec2(corner(i), corner(i + ivec3(1, 0, 0))), vec2(corner(i + ivec3(0, 1, 0)), corner(i + ivec3(1, 1, 0))), f.y);
  return mix(y.x, y.y, f.x);
}
float fbm(vec3 p, int octaves) {
  float sum = 0.0, gain = 0.5;
  for (int i = 0; i < octaves; i++) {
    sum += gain * noise(p);
    p = p * 2.03 + vec3(17.1, 9.2, 3.7);
    gain *= 0.5;
  }
  return sum;
}

mat2 turn(float a) { return mat2(cos(a), -sin(a), sin(a), cos(a)); }
float lineTo(vec2 p, vec2 a, vec2 b) {
  vec2 pa = p - a, ba = b - a;
  return length(pa - ba * clamp(dot(pa, ba) / dot(ba, ba), 0.0, 1.0));
}
float box(vec2 p, vec2 size) {
  vec2 d = abs(p) - size;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
}
// 1 inside, 0 outside, with an edge of `soft`.
float inside(float distance, float soft) { return 1.0 - smoothstep(-soft, soft, distance); }
// A light seen out of focus: an even disc with a slightly brighter rim.
float disc(vec2 p, float radius, float soft) {
  float d = length(p) / radius;
  return (1.0 - smoothstep(1.0 - soft, 1.0, d)) * (0.75 + 0.35 * d * d * d);
}
vec3 kelvin(float k) {
  // A smooth fit from candle (1900) to overcast sky (9000), in linear light.
  float x = clamp((k - 1900.0) / 7100.0, 0.0, 1.0);
  return vec3(1.0, mix(0.34, 1.0, pow(x, 0.55)), mix(0.06, 1.35, pow(x, 0.9))) * mix(1.0, 0.85, x);
}
