// Package typeset measures text and makes it fit: how wide it is, where it breaks, and what of it may be shown.
//
// Pictures are placed before anybody knows the reader's fonts. Helvetica, Arial, Liberation Sans and Nimbus Sans share
// their widths to the thousandth, so the widths of these are built in, and every picture asks for one of them. Other
// scripts are measured with care on the wide side: Chinese, Japanese and Korean signs fill one em.
//
// Clean is the fence for text from outside: what it returns has no control characters, no marks that turn the direction
// of writing or hide text, and is valid UTF-8. It does not escape; that is for whoever writes markup.
package typeset
