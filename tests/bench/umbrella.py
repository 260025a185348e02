"""A chart of a hundred sub-charts, each of them the size of a chart that `helm create` makes."""

import shutil


def make_umbrella(created, folder, count=100):
    """Copies of the created chart under names of their own, below one parent that declares them."""
    charts = folder / "charts"
    charts.mkdir(parents=True)
    dependencies = ""
    values = "global:\n  region: north\n"
    for number in range(count):
        name = f"part-{number:03}"
        shutil.copytree(created, charts / name)
        for file in (charts / name).rglob("*"):
            if file.is_file():
                file.write_text(file.read_text().replace(created.name, name))
        dependencies += f"  - name: {name}\n    version: 0.1.0\n    condition: {name}.enabled\n"
        values += f"{name}:\n  enabled: true\n  replicaCount: {number % 3 + 1}\n"
    (folder / "Chart.yaml").write_text(f"apiVersion: v2\nname: umbrella\nversion: 1.0.0\ndependencies:\n{dependencies}")
    (folder / "values.yaml").write_text(values)
    return folder
