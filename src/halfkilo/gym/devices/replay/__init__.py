"""A recorded session as a device: what was heard once is heard again. It holds nothing, and no load can be asked of it."""
