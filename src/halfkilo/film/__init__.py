"""Films of the figure: one exercise, or a whole session, as MP4 and WebM with voice and captions."""
