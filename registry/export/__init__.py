"""The registry in the words of other tools: ODCS, OpenLineage, Arazzo, Backstage, a list of all fields.

One module per format turns values of the registry into plain data. Nothing is invented: what is not known is left
out, and what a format has no word for is said in its place for extensions, or as a remark beside the document.
"""
