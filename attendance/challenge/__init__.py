"""What somebody is asked to do before the camera, bound to a nonce: drawn, delivered, answered once, examined."""
