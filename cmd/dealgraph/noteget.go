package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dealgraph/deals"
	"dealgraph/render/table"
	"dealgraph/render/view"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
)

// A value of an answer is picked by an expression of expr-lang/expr over its JSON: bases[0].circulated.text. The names are those of
// the envelope (result, warnings, view, stamp) and, directly, the fields of the first result.

// names are what an expression can speak of.
func (a *queryAnswer) names() (map[string]any, error) {
	if len(a.Reports) == 0 {
		return nil, errors.New("the query has no answer")
	}
	var all []any
	for _, r := range a.Reports {
		var b bytes.Buffer
		if err := writeEnvelope(&b, r); err != nil {
			return nil, err
		}
		var one any
		if err := json.Unmarshal(b.Bytes(), &one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	first := all[0].(map[string]any)
	out := map[string]any{}
	inner := first["result"]
	for {
		list, ok := inner.([]any)
		if !ok || len(list) == 0 {
			break
		}
		inner = list[0]
	}
	if fields, ok := inner.(map[string]any); ok {
		maps.Copy(out, fields)
	}
	out["result"], out["warnings"], out["view"], out["stamp"] = first["result"], first["warnings"], first["view"], first["stamp"]
	if len(all) > 1 {
		out["reports"] = all
	}
	return out, nil
}

// getTime is how long an expression may take.
const getTime = 5 * time.Second

var errSlowGet = fmt.Errorf("it takes longer than %s", getTime)

// get is the value of an expression over the answer.
func (a *queryAnswer) get(expression string) (any, error) {
	ctx, cancel := context.WithTimeoutCause(context.Background(), getTime, errSlowGet)
	defer cancel()
	return a.getIn(ctx, expression)
}

// getIn is get within the time of a context.
func (a *queryAnswer) getIn(ctx context.Context, expression string) (any, error) {
	if a.env == nil {
		env, err := a.names()
		if err != nil {
			return nil, err
		}
		a.env = env
	}
	program, err := expr.Compile(expression, expr.Env(a.env), expr.DisableBuiltin("now"), expr.DisableBuiltin("keys"), expr.DisableBuiltin("values"), expr.DisableBuiltin("toPairs"), // of an object in no order
		expr.Function("field", fieldOf, new(func(any, string) any)), expr.Patch(&strictFields{}))
	if err != nil {
		return nil, getError(expression, err, slices.Sorted(maps.Keys(a.env)))
	}
	value, err := inTime(ctx, func() (any, error) { return expr.Run(program, a.env) })
	if err != nil {
		return nil, getError(expression, err, nil)
	}
	return value, nil
}

// strictFields makes a.b an error where a has no b, which else would be nothing; a?.b still may be nothing.
type strictFields struct{}

func (*strictFields) Visit(node *ast.Node) {
	m, ok := (*node).(*ast.MemberNode)
	if !ok || m.Optional || m.Method {
		return
	}
	if name, ok := m.Property.(*ast.StringNode); ok {
		ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: "field"}, Arguments: []ast.Node{m.Node, name}})
	}
}

// fieldOf is a field of an object.
func fieldOf(args ...any) (any, error) {
	name := args[1].(string)
	fields, ok := args[0].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("there is no .%s here: %s", name, whatIs(args[0]))
	}
	value, ok := fields[name]
	if !ok {
		known := slices.Sorted(maps.Keys(fields))
		near := didYouMean(name, known, ".%s")
		if near == "" {
			near = "; there is " + strings.Join(known, ", ")
		}
		return nil, fmt.Errorf("there is no .%s here%s; where a field may be missing, write ?.%s", name, near, name)
	}
	return value, nil
}

// whatIs says what a value is.
func whatIs(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing is known"
	case []any:
		return fmt.Sprintf("it is a list of %d, take one with [0]", len(v))
	case string:
		return "it is a text"
	case bool:
		return "it is true or false"
	}
	return "it is a number"
}

var goWords = strings.NewReplacer("map[string]interface {}", "an object", "[]interface {}", "a list", "interface {}", "a value", "map[string]interface{}", "an object", "[]interface{}", "a list",
	"interface{}", "a value", "array length is", "the list has", "memory budget exceeded", "it makes more values than a computer should hold", "<nil>", "nothing", "float64", "number", "int", "number")

var unknownName = regexp.MustCompile(`unknown name (\S+)`)

// getError says in our words what is wrong with an expression.
func getError(expression string, err error, names []string) error {
	msg := err.Error()
	if at, ok := errors.AsType[*file.Error](err); ok {
		msg = at.Message
		if at.Prev != nil {
			msg = at.Prev.Error()
		}
	}
	if m := unknownName.FindStringSubmatch(msg); m != nil {
		near := didYouMean(m[1], names, "%s")
		if near == "" {
			near = "; there is " + strings.Join(names, ", ")
		}
		return fmt.Errorf("get %q: there is no %s in this answer%s", expression, m[1], near)
	}
	return fmt.Errorf("get %q: %s", expression, goWords.Replace(strings.TrimSpace(msg)))
}

// numberFormat are the ways to write a value: 0.0% and 0.00 with so many digits, and words.
var numberFormat = regexp.MustCompile(`^0(\.0+)?(%?)$`)

var smallNumbers = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// valueFormats says what fmt can be, for help and messages.
const valueFormats = "0, 0.0, 0.00 (so many decimals), 0%, 0.0% (of a share), bn (an amount as $41.2bn), 0bn, 0.00tn, 0.0m (in that unit, with so many decimals), words (five), Words (Five, or a text with a capital), date (3 July 2026)"

// written is a value as text for a sentence.
func written(v any, how string) (string, error) {
	switch v := v.(type) {
	case nil:
		return "?", nil
	case bool:
		if v {
			return "yes", nil
		}
		return "no", nil
	case string:
		return writtenText(v, how)
	case map[string]any:
		return writtenObject(v, how)
	case []any:
		var parts []string
		for _, one := range v {
			s, err := written(one, how)
			if err != nil {
				return "", err
			}
			parts = append(parts, s)
		}
		return view.ListOf(parts), nil
	case int:
		return writtenNumber(float64(v), how)
	case float64:
		return writtenNumber(v, how)
	}
	return "", errors.New("this value cannot stand in a sentence: pick a text or a number out of it")
}

func writtenText(s, how string) (string, error) {
	inUnit := moneyFormat.MatchString(how)
	if a, err := deals.ParseAmount(s); err == nil && (inUnit || a.Form == deals.Range && (how == "" || how == "bn")) {
		return writtenAmount(a, s, how)
	}
	switch how {
	case "":
		return s, nil
	case "bn":
		return newspaper(s), nil
	case "date":
		return writtenDay(s)
	case "Words":
		return view.Upper(s), nil
	}
	return "", fmt.Errorf("fmt=%q is of numbers, and this is the text %q", how, s)
}

// writtenAmount is an amount as ledgers spell it, $15B..50B..50B, as one writes it in a sentence: $15.0bn to $50.0bn.
func writtenAmount(a deals.Amount, s, how string) (string, error) {
	if !a.Disclosed() {
		return newspaper(s), nil
	}
	var failed error
	money := func(minor int64) string {
		text := table.Money(minor, string(a.Currency))
		switch how {
		case "":
			return text
		case "bn":
			return newspaper(text)
		}
		text, err := writtenMoney(table.Decimal(minor), text, how)
		failed = cmp.Or(failed, err)
		return text
	}
	out := money(a.Likely)
	switch {
	case a.Form == deals.Range && a.Low != a.High:
		out = money(a.Low) + " to " + money(a.High)
	case a.Form == deals.UpTo:
		out = "up to " + money(a.High)
	case a.Form == deals.AtLeast:
		out = "at least " + money(a.Low)
	}
	if a.Estimate {
		out = "about " + out
	}
	return out, failed
}

// newspaper is an amount as newspapers write it: $41.2bn.
func newspaper(s string) string {
	if amount, ok := strings.CutPrefix(s, "~"); ok {
		return "about " + newspaper(amount)
	}
	for _, unit := range [][2]string{{"T", "tn"}, {"B", "bn"}, {"M", "m"}} {
		if head, ok := strings.CutSuffix(s, unit[0]); ok {
			return head + unit[1]
		}
	}
	return s
}

// writtenDay is a day as one writes it in a sentence.
func writtenDay(s string) (string, error) {
	d, err := deals.ParseDate(s)
	if err != nil {
		return "", fmt.Errorf("fmt=\"date\" is of a day, and this is %q", s)
	}
	return longDay(d), nil
}

// longDay is a date in words, as precise as it is.
func longDay(d deals.Date) string {
	if d.IsZero() {
		return "no date"
	}
	months := []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	out := strconv.Itoa(d.Year)
	if d.Month != 0 {
		out = months[d.Month-1] + " " + out
	}
	if d.Month != 0 && d.Day != 0 {
		out = strconv.Itoa(int(d.Day)) + " " + out
	}
	return out
}

// writtenObject is an amount, with what is undisclosed beside it, or a party.
func writtenObject(v map[string]any, how string) (string, error) {
	if text, ok := v["text"].(string); ok { // an amount, or odds
		if amount, exact := v["amount"].(string); exact && how != "" && how != "bn" {
			return writtenMoney(amount, text, how)
		}
		return writtenText(text, how)
	}
	if name, ok := v["name"].(string); ok {
		return name, nil
	}
	amount, ok := v["amount"]
	if low, high := v["low"], v["high"]; !ok && low != nil && high != nil {
		return writtenRange(low, high, how)
	}
	for name := range v {
		ok = ok && slices.Contains(besideAmount, name)
	}
	if !ok {
		return "", fmt.Errorf("this has several fields: take one of .%s", strings.Join(slices.Sorted(maps.Keys(v)), ", ."))
	}
	text, err := written(amount, how)
	switch n, _ := v["undisclosed"].(float64); {
	case n == 0 || text == "?":
	case how != "":
		text = "at least " + text
	default:
		text += " + ?"
	}
	return text, err
}

// moneyFormat says in which unit an amount is written, and with how many decimals: 0bn, 0.0bn, 0.00T.
var moneyFormat = regexp.MustCompile(`^0(\.0{1,4})?(tn|bn|m|T|B|M)$`)

// moneyUnits are the units of moneyFormat in whole units of a currency.
var moneyUnits = map[string]int64{"tn": 1e12, "T": 1e12, "bn": 1e9, "B": 1e9, "m": 1e6, "M": 1e6}

// writtenMoney is an exact amount in a unit, rounded half away from zero, with the sign and the currency that its text has.
func writtenMoney(amount, text, how string) (string, error) {
	m := moneyFormat.FindStringSubmatch(how)
	x, ok := new(big.Rat).SetString(amount)
	digit := strings.IndexAny(text, "0123456789")
	if m == nil || !ok || digit < 0 {
		return "", fmt.Errorf("fmt=%q is no way to write an amount: use %s", how, valueFormats)
	}
	zero := x.Sign() == 0
	x.Abs(x.Quo(x, new(big.Rat).SetInt64(moneyUnits[m[2]])))
	written := x.FloatString(max(0, len(m[1])-1))
	if !zero && !strings.ContainsAny(written, "123456789") {
		return "", fmt.Errorf("fmt=%q leaves nothing of %s: take more decimals, or a smaller unit", how, text)
	}
	return text[:digit] + thousands(written) + m[2], nil
}

// besideAmount are the fields of an amount that is told with what is missing in it.
var besideAmount = []string{"amount", "undisclosed", "legs", "error"}

// writtenRange is a value that lies between two.
func writtenRange(low, high any, how string) (string, error) {
	from, err := written(low, how)
	if err != nil {
		return "", err
	}
	to, err := written(high, how)
	if err != nil || from == to {
		return from, err
	}
	return from + " to " + to, nil
}

func writtenNumber(v float64, how string) (string, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "", errors.New("this is no number: something is divided by nothing")
	}
	if m := numberFormat.FindStringSubmatch(how); m != nil {
		digits := max(0, len(m[1])-1)
		if m[2] == "%" {
			return thousands(strconv.FormatFloat(100*v, 'f', digits, 64)) + "%", nil
		}
		return thousands(strconv.FormatFloat(v, 'f', digits, 64)), nil
	}
	whole := v == math.Trunc(v)
	switch how {
	case "words", "Words":
		if !whole || v < 0 || v >= float64(len(smallNumbers)) {
			return writtenNumber(v, "")
		}
		word := smallNumbers[int(v)]
		if how == "Words" {
			word = view.Upper(word)
		}
		return word, nil
	case "":
		if whole || math.Abs(v) >= 1000 { // four digits, and never an exponent where a sentence can do without
			return thousands(strconv.FormatFloat(v, 'f', 0, 64)), nil
		}
		return strconv.FormatFloat(v, 'g', 4, 64), nil
	}
	return "", fmt.Errorf("fmt=%q is no way to write a number: use %s", how, valueFormats)
}

// thousands sets commas between the thousands of a number; years are left alone.
func thousands(s string) string {
	head, tail, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(head, "-") {
		sign, head = "-", head[1:]
	}
	if len(head) > 4 {
		for i := len(head) - 3; i > 0; i -= 3 {
			head = head[:i] + "," + head[i:]
		}
	}
	if strings.Trim(head+tail, "0") == "" { // nothing, or what rounds to it, is not less than nothing
		sign = ""
	}
	if tail != "" {
		tail = "." + tail
	}
	return sign + head + tail
}
