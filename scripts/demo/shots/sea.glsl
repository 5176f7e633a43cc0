// The sea before the boats: the sun comes up behind thin cloud, a headland on the left.
const vec3 SUN = vec3(0.17, 0.018, -1.0);

vec3 sky(vec3 ray, float t) {
  float up = max(ray.y, 0.0);
  vec3 sun = normalize(SUN);
  float near = max(dot(ray, sun), 0.0);
  vec3 high = vec3(0.060, 0.105, 0.215), mid = vec3(0.40, 0.235, 0.30), low = vec3(1.02, 0.47, 0.24);
  vec3 light = mix(low, mid, smoothstep(0.0, 0.15, up));
  light = mix(light, high, smoothstep(0.06, 0.50, up));
  light *= 0.50 + 0.75 * pow(near, 6.0);
  // Thin layers of cloud, lit from below.
  vec2 layer = ray.xz / (up + 0.10);
  float cloud = fbm(vec3(layer * vec2(0.55, 1.1) + vec2(t * 0.012, 0.0), 3.0), 5);
  float bank = smoothstep(0.46, 0.70, cloud + 0.10 * noise(vec2(ray.x * 2.0, up * 60.0)));
  bank *= smoothstep(0.02, 0.10, up) * smoothstep(0.55, 0.18, up);
  vec3 lit = mix(vec3(0.30, 0.16, 0.22), vec3(1.25, 0.46, 0.26), pow(near, 5.0));
  light = mix(light, lit, bank * 0.70);
  float strip = smoothstep(0.50, 0.66, noise(vec2(ray.x * 3.0 + 4.0 + t * 0.006, up * 85.0))) * smoothstep(0.012, 0.03, up) * smoothstep(0.10, 0.05, up);
  light = mix(light, vec3(0.42, 0.19, 0.22) + vec3(0.5, 0.16, 0.05) * pow(near, 40.0), strip * 0.55);
  light += vec3(1.0, 0.46, 0.16) * (0.55 * pow(near, 60.0) + 1.3 * pow(near, 700.0));
  return light;
}
vec3 disk(vec3 ray) {
  float angle = acos(clamp(dot(ray, normalize(SUN)), -1.0, 1.0));
  return vec3(1.0, 0.66, 0.34) * 16.0 * smoothstep(0.033, 0.029, angle);
}
vec2 slope(vec2 at, float t, float far) {
  vec2 sum = vec2(0.0);
  float size = 0.35, length_ = 0.75;
  for (int i = 0; i < 7; i++) {
    float turnBy = 1.3 + 1.25 * (hash(float(i) * 3.1) - 0.5) * (0.6 + 0.12 * float(i));
    vec2 way = vec2(cos(turnBy), sin(turnBy));
    float bend = noise(vec3(at * length_ * 0.25, float(i))) * 3.2;
    float damp = 1.0 / (1.0 + pow(far * length_ * 0.024, 2.0));
    sum += way * cos(dot(at, way) * length_ + t * sqrt(length_ * 2.2) + bend) * size * damp;
    size *= 0.80;
    length_ *= 1.62;
  }
  return sum * 0.115;
}
vec3 shot(vec2 p, float t) {
  vec3 ray = normalize(vec3(p.x, p.y - 0.045, -1.35));
  float headland = -0.30 - p.x;
  float hill = 0.048 + 0.060 * smoothstep(0.0, 0.5, headland) * (0.55 + 0.6 * noise(vec2(p.x * 7.0, 4.0))) + 0.010 * noise(vec2(p.x * 34.0, 8.0)) * step(0.0, headland);
  vec3 light;
  if (ray.y > 0.0) {
    light = sky(ray, t) + disk(ray);
    if (headland > 0.0 && p.y < hill) {
      float mist = smoothstep(hill, 0.045, p.y);
      light = mix(vec3(0.070, 0.050, 0.075), vec3(0.30, 0.17, 0.17), mist * 0.55) * (0.8 + 0.3 * smoothstep(0.5, 0.0, headland));
    }
    return light;
  }
  float far = 1.7 / max(-ray.y, 0.0012);
  vec2 at = ray.xz * far;
  vec2 s = slope(at, t, far);
  vec3 normal = normalize(vec3(-s.x, 1.0, -s.y));
  vec3 back = reflect(ray, normal);
  back.y = abs(back.y) + 0.004;
  back = normalize(back);
  float fresnel = 0.03 + 0.97 * pow(1.0 - max(dot(-ray, normal), 0.0), 4.0);
  vec3 deep = vec3(0.012, 0.034, 0.050);
  light = mix(deep, sky(back, t), clamp(fresnel, 0.0, 1.0));
  // The sun on the water: the flatter the look, the wider the streak.
  float rough = 0.05 + 0.10 * smoothstep(0.0, 0.3, -ray.y);
  vec3 sun = normalize(SUN + vec3(0.0, 0.03, 0.0));
  float glitter = exp(-pow(acos(clamp(dot(back, sun), -1.0, 1.0)) / rough, 2.0));
  light += vec3(1.0, 0.47, 0.18) * glitter * 2.6;
  float haze = exp(ray.y * 26.0);
  return mix(light, sky(vec3(ray.x, 0.01, ray.z), t) * 0.8, haze * 0.55);
}
