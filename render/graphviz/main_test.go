package graphviz

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// roleVariable makes the test binary, started again, play another program.
const roleVariable = "GRAPHVIZ_TEST_ROLE"

func TestMain(m *testing.M) {
	if slow {
		os.Setenv("GORACE", "atexit_sleep_ms=0") // or each worker sleeps for a second before it ends
	}
	switch os.Getenv(roleVariable) {
	case "": // the tests
	case "version": // a command that draws nothing
		fmt.Println("temp", os.TempDir())
		os.Exit(0)
	case "forgetful": // a program that never calls Worker
		_, err := Draw(context.Background(), pair())
		fmt.Println(err)
		os.Exit(0)
	case "impostor": // a program whose children are no workers
		serves.Store(true)
		if os.Getenv("DEALGRAPH_GRAPHVIZ") != "" {
			fmt.Println("hello from the program, for the second time, at some length")
			os.Exit(0)
		}
		_, err := Draw(context.Background(), pair())
		fmt.Println(err)
		os.Exit(0)
	case "draw", "draw inside": // a program that draws
		Worker()
		svg, err := Draw(context.Background(), pair())
		fmt.Printf("%s%v\n", svg, err)
		os.Exit(0)
	}
	Worker()
	os.Exit(m.Run())
}

// compiles marks a test in which a worker has to compile Graphviz without a cache. That takes a second, but most
// of a minute under the race detector, where slow is set.
func compiles(t *testing.T) {
	t.Helper()
	if slow || testing.Short() {
		t.Skip("compiles Graphviz anew")
	}
}

// play starts the test binary in a role, with more environment, and returns what it wrote.
func play(t *testing.T, role string, env ...string) (stdout, stderr string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(append(os.Environ(), roleVariable+"="+role), env...)
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", role, err, complaints.String())
	}
	return out.String(), complaints.String()
}

// pair is two circles and an arc either way, with round numbers.
func pair() Drawing {
	return Drawing{
		Width: 400, Height: 300,
		Circles: []Circle{
			{ID: "co_nvidia", Class: "company chips", Center: Point{100, 150}, Radius: 36, PenWidth: 2,
				Stroke: "#112233", Fill: "#ffeedd", Label: "Nvidia", LabelAt: Point{100, 150}},
			{ID: "co_openai", Class: "company", Center: Point{300, 150}, Radius: 18,
				Label: "OpenAI", LabelAt: Point{300, 120}},
		},
		Curves: []Curve{
			{ID: "deal_1", Class: "deal k_equity", From: 0, To: 1, PenWidth: 4, Color: "#0061A8",
				Points: []Point{{136, 150}, {180, 200}, {220, 200}, {270, 160}}, Tip: Point{283, 156},
				Label: "$100B", LabelAt: Point{200, 190}},
			{ID: "deal_2", From: 1, To: 0, PenWidth: 1.6, Style: "dashed",
				Points: []Point{{282, 150}, {220, 100}, {180, 100}, {136, 150}}, Tip: Point{136, 150}},
		},
	}
}
