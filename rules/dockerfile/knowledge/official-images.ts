/** Docker Official Images: one-word names that `COPY --from` is seen with although no stage has them. Source: https://hub.docker.com/search?badges=official */
export const officialImages: ReadonlySet<string> = new Set([
  "adminer", "alpine", "amazonlinux", "bash", "busybox", "caddy", "composer", "debian", "docker", "eclipse-temurin", "elixir", "erlang", "fedora", "golang",
  "gradle", "haproxy", "httpd", "mariadb", "maven", "memcached", "mongo", "mysql", "nats", "nginx", "node", "openjdk", "perl", "php", "postgres", "pypy",
  "python", "rabbitmq", "redis", "registry", "rockylinux", "ruby", "rust", "swift", "tomcat", "traefik", "ubuntu",
]);
