// A city from a rooftop, out of focus on purpose: every light takes the shape of the iris.
float iris(vec2 p, float radius) {
  if (dot(p, p) > radius * radius * 1.2) return 0.0;
  // Nine rounded blades, seen a little from the side towards the corners.
  float a = atan(p.y, p.x) + 0.26, blade = 2.0 * PI / 9.0;
  float d = length(p) / radius;
  d = mix(d, d * cos(mod(a, blade) - 0.5 * blade) / cos(0.5 * blade), 0.55);
  return (1.0 - smoothstep(0.80, 1.0, d)) * (0.45 + 0.75 * smoothstep(0.1, 0.9, d * d));
}
vec3 signal(float h) {
  if (h < 0.24) return vec3(1.0, 0.06, 0.34);
  if (h < 0.46) return vec3(0.42, 0.16, 1.0);
  if (h < 0.62) return vec3(0.12, 0.42, 1.0);
  if (h < 0.82) return vec3(1.0, 0.46, 0.20);
  return vec3(1.0, 0.62, 0.40);
}
vec3 shot(vec2 p, float t) {
  p += 0.004 * vec2(sin(t * 0.6), cos(t * 0.8));
  float rack = 0.5 - 0.5 * cos(t * 0.9);
  vec3 light = mix(vec3(0.020, 0.004, 0.030), vec3(0.004, 0.003, 0.018), smoothstep(-0.25, 0.40, p.y));
  light += vec3(0.065, 0.012, 0.050) * exp(-pow((p.y - 0.06) * 5.5, 2.0));
  // The far districts: many small lights close together.
  for (int i = 0; i < 54; i++) {
    vec3 h = hash3(vec3(float(i), 57.0, 3.0)), g = hash3(vec3(float(i), 19.0, 7.0));
    vec2 at = vec2((h.x - 0.5) * 2.0, 0.075 + 0.055 * h.y * h.y - 0.05 * h.z + 0.12 * step(0.88, g.z) * h.y);
    float size = (0.011 + 0.009 * g.x) * (0.80 + 0.42 * rack);
    light += signal(g.y) * (0.10 + 0.42 * g.z * g.z) * iris(p - at, size) * (1.0 + 0.3 * sin(t * 3.0 * h.z + 30.0 * g.x));
  }
  // Windows and signs nearby.
  for (int i = 0; i < 84; i++) {
    vec3 h = hash3(vec3(float(i), 41.0, 2.0)), g = hash3(vec3(float(i), 83.0, 5.0));
    float near = h.z * h.z;
    vec2 at = vec2((h.x - 0.5) * 2.1 + 0.012 * t * (0.2 + near), mix(0.04, -0.56, near) + (h.y - 0.5) * mix(0.10, 0.36, near));
    float size = mix(0.018, 0.105, near) * (0.80 + 0.42 * rack) * (0.85 + 0.3 * g.x);
    float power = (0.05 + 0.62 * g.y * g.y * g.y) * (1.0 + 0.25 * sin(t * (1.0 + 3.0 * g.z) + 40.0 * g.x));
    light += signal(g.z) * power * iris(p - at, size) * mix(1.5, 0.62, near);
  }
  // An avenue that comes towards us: white on the left, red on the right.
  for (int i = 0; i < 26; i++) {
    float lane = i < 13 ? -1.0 : 1.0;
    float k = fract(float(i % 13) / 13.0 + lane * -0.030 * t + 0.055 * hash(float(i)));
    float near = k * k;
    // It bends once, between the far blocks and us.
    vec2 at = mix(vec2(0.20, 0.050), vec2(-0.22, -0.62), near) + vec2(0.16 * sin(near * PI) * (1.0 - near) + lane * mix(0.004, 0.135, near), 0.0);
    at += vec2(0.03 * near, 0.05 * near) * (hash(float(i) + 9.0) - 0.5);
    float size = mix(0.007, 0.074, near) * (0.80 + 0.42 * rack);
    vec3 tint = lane < 0.0 ? vec3(1.0, 0.83, 0.62) : vec3(1.0, 0.05, 0.09);
    light += tint * (0.50 + 0.3 * hash(float(i) + 3.0)) * iris(p - at, size) * mix(1.7, 0.72, near) * smoothstep(0.0, 0.04, k);
  }
  return light;
}
