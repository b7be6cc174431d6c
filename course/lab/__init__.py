"""The world to experiment in: authority, clock, server, client, interceptor."""
