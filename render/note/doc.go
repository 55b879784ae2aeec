// Package note finds in a note the places that hold answers to queries, and replaces, checks and freezes them. It works on text: it
// never runs a query, and all that is outside those places stays as it is, byte for byte.
//
// # Slots
//
// A slot is a place between two markers. Markers are comments, so that a note can be read without this program. The first has the
// query, the second records what the slot was last filled with. A block holds whole lines:
//
//	<!-- dealgraph:begin id=t-round q="circularity --basis signed" -->
//
//	| basis | can go round |
//	| --- | ---: |
//	| signed | $410.6B |
//
//	<!-- dealgraph:end id=t-round sum=8a0715 ledger=3f9a12 v=1 -->
//
// A number stands in a line, also in a cell of a table:
//
//	Of all money <!--dealgraph id=n1 q="circularity -basis signed" get="bases[0].text"-->$410.6B<!--/dealgraph sum=dca953--> can go round.
//
// To begin with, there is nothing or anything between the two, and the second says nothing but what it is:
//
//	<!-- dealgraph:end id=t-round -->    <!--/dealgraph-->
//
// The attributes of a begin marker are name=value, with quotes around a value that has blanks; \" is a quote in it and \\ a backslash.
// [Known] lists them: an id, which is unique in the note, of letters of any script, digits, - _ and points; q, the query; get and fmt,
// which part of the answer and how to write it; for a block also format, alt and caption of a picture. In a cell of a table a bar is
// written \|. A marker stands on one line. Slots do not hold slots.
//
// In a query one dash before the name of a flag is as good as two: -basis is --basis. GitHub and other programs that follow older rules
// show a comment inside a line as text when it has two dashes; a block, alone on its lines, is safe. [Scan] warns of it.
//
// # Formats
//
// How a marker is spelled depends on the [Format]:
//
//	             block                         number
//	markdown     <!-- dealgraph:begin … -->    <!--dealgraph …-->$5B<!--/dealgraph …-->
//	mdx          {/* dealgraph:begin … */}     {/*dealgraph …*/}$5B{/*/dealgraph …*/}
//	obsidian     %% dealgraph:begin … %%       %%dealgraph …%%$5B%%/dealgraph …%%, or as in Markdown
//	asciidoc     // dealgraph:begin …          // dealgraph … and // /dealgraph … on the lines above and below the number
//	typst        // dealgraph:begin …          /*dealgraph …*/\$5B/*/dealgraph …*/
//	latex        % dealgraph:begin …           %dealgraph … at the end of a line, and on the next \$5B%/dealgraph …
//	org          # dealgraph:begin …           @@comment:dealgraph …@@$5B@@comment:/dealgraph …@@
//
// In LaTeX a marker hides the end of its line from TeX, as any comment does, so that the text before, the number and the text after
// run on without a gap.
//
// A marker counts where a program that shows the note would see a comment, and nowhere else: not in code, front matter, other
// comments, or the cells of a row that are too many. For Markdown that is found by going through containers and leaves line by
// line, as CommonMark and GitHub's tables and footnotes have it, without building a tree.
//
// # What is written
//
// The lines of a block get what the line of its begin marker has in front: indentation, the > of quotes, blanks for the bullet of
// a list. They get the line end of that line. Blank lines around a content belong to the author and stay; a slot that was empty gets
// one on both sides in the Markdown formats, without which Pandoc joins the end of a list with what follows it. A file keeps its
// byte order mark and its missing last line end.
//
// The end marker gets sum, the first digits of a SHA-256 of the content; ledger, whatever the [Stamp] says; and v, the version
// of the markers (of a number only if above 1). If the content no longer has that sum somebody edited it, and [Note.Replace]
// refuses with an [EditedError]. The sum, and everything that compares contents, does not mind blanks at the ends of lines, runs of
// blanks and of blank lines, and how long the dashes under the head of a table are, so that programs which format notes can be
// used; a content that differs from what is there in nothing else is left as it stands.
//
// What could not be read back is not written: content is refused if it has a marker, or opens code or a comment and
// does not close it, and [Note.Bytes] reads the whole new note once more.
//
// A note is refused as a whole, with [Errors] that list everything at once, if anything about its markers is wrong: then it is not
// clear what belongs to whom. The codes of errors are
//
//	unbalanced  a begin without an end, an end without a begin, a marker that is not closed or not alone on its line
//	nested      a slot in a slot
//	order       an end before its begin
//	duplicate   two ids that are one, or would name one file
//	id          no id, or one that cannot name a file; a slot that is not there
//	attribute   a name that is not known, or twice; a value that is missing
//	quote       quotes that are not closed, curly, or in the wrong place
//	prefix      an end in another list, quote or indentation than its begin
//	table       a bar in a marker or a content that ends the cell
//	dash        dashes that end a comment, or make GitHub show it
//	line        a number at the beginning of a line, which Markdown takes for HTML (a warning)
//	version     markers of a newer version
//	encoding    UTF-16, or markers or contents that are not UTF-8; other bytes may be anything
//	size        more than can be dealt with: see MaxSize and its neighbours
//	content     a content that would break the note
//	footnote    a source that is not known, or has no place
//	format      a format that is not known
//
// # Around it
//
// [Note.Freeze] takes the markers out. [Sentences] finds what looks like a fact in the prose and is no slot. [Note.AddFootnotes] keeps
// the block whose query is "sources". [Format.Escape], [Format.Translate], [Format.Figure] and [Format.FootnoteRef] write contents in
// the markup of a format, [Format.Block] and [Format.Inline] new markers.
package note
