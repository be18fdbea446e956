"""Sound and video: what they are, and the same without tags, places and times.

Nothing is decoded or encoded anew. Containers are walked by lists of what may stay: whatever is not on the list is
overwritten with zeros where it lies (offsets stay true), or left out where nothing points past it.
"""
