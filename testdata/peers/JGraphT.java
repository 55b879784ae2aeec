import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jgrapht.alg.cycle.HawickJamesSimpleCycles;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;

/**
 * All or short cycles by JGraphT's Hawick–James: JGraphT all|LENGTH FILE. Prints how many, and the CPU seconds that it took
 * after the file was read, those of the compiler and the collector included.
 */
class JGraphT {
    public static void main(String[] args) throws Exception {
        var g = new SimpleDirectedGraph<Integer, DefaultEdge>(DefaultEdge.class);
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            String[] word = line.split(" ");
            Integer from = Integer.valueOf(word[0]), to = Integer.valueOf(word[1]);
            g.addVertex(from);
            g.addVertex(to);
            g.addEdge(from, to);
        }
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = machine.getProcessCpuTime();
        var search = new HawickJamesSimpleCycles<Integer, DefaultEdge>(g);
        if (!args[0].equals("all")) {
            search.setPathLimit(Integer.parseInt(args[0]));
        }
        long found = search.countSimpleCycles();
        System.out.printf(Locale.ROOT, "%d %.6f%n", found, (machine.getProcessCpuTime() - start) / 1e9);
    }
}
